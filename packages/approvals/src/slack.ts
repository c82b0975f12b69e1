export { updateSlackMessage } from './notify/slack-answer.ts';
export { loadSlackClient } from './notify/slack-client.ts';
export { SLACK_BUTTONS, type SlackMessageOptions } from './notify/slack-message.ts';
export { type SlackNotifierOptions, slackNotifier } from './notify/slack-notifier.ts';
