export { loadSlackClient } from './notify/slack-client.ts';
export { type SlackNotifierOptions, slackNotifier } from './notify/slack-notifier.ts';
