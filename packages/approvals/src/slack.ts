export { type SlackNotifierOptions, slackNotifier } from './notify/slack-notifier.ts';
