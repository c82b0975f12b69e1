import { quote } from '@agent-safe/core';
import type { IncomingWebhookSendArguments } from '@slack/webhook';
import type { ApprovalNotice } from './notifier.ts';

type Blocks = NonNullable<IncomingWebhookSendArguments['blocks']>;

/** Characters of a value that are shown: Slack takes 2,000 a field and 3,000 a text, and escaping makes six of one. */
const LONGEST = { field: 300, params: 480 };

/**
 * A request as a message of Slack. What agents wrote stands in plain text, which Slack does not interpret, and is escaped all the
 * same. Only what this program wrote is formatted.
 *
 * @see https://docs.slack.dev/messaging/formatting-message-text
 */
export function slackMessage({ commands, request }: ApprovalNotice): IncomingWebhookSendArguments {
  const { action, target } = request;
  const params = JSON.stringify(request.params);
  const blocks: Blocks = [
    { type: 'header', text: plainText('An approval is needed', 150) },
    ...describe(request).map(([name, value]) => field(name, plainText(value, LONGEST.field))),
    { type: 'section', text: plainText(`Parameters: ${params}`, LONGEST.params) },
    ...(params.length > LONGEST.params - 20 ? [cutOff(request.request_id)] : []),
    { type: 'section', text: { type: 'mrkdwn', text: code(commands.approve, commands.deny), verbatim: true } },
  ];
  return {
    // For notifications and screen readers.
    text: escapeText(`An approval is needed: ${shorten(action, 100)} on ${shorten(target ?? 'no target', 100)}`),
    blocks,
    link_names: false,
    unfurl_links: false,
    unfurl_media: false,
  };
}

function describe(request: ApprovalNotice['request']): readonly (readonly [string, string])[] {
  const { caller, caller_verified, chain, required } = request;
  // Whoever delegates chooses the names: one of them must not look like several.
  const from = chain.length === 0 ? '' : `, delegated by ${chain.map((name) => quote(name)).join(' > ')}`;
  const who =
    caller === null ? 'nobody said' : `${quote(caller)}${caller_verified ? '' : ' (nothing proves it)'}${from}`;
  const { groups, quorum, roles } = required;
  const approvers = [...roles.map((role) => `role ${role}`), ...groups.map((group) => `group ${group}`)].join(', ');
  return [
    ['Action', `${request.action} ${request.action_version ?? ''}`],
    ['Target', request.target ?? 'none'],
    ['Risk', `${request.effective_risk} (the action by itself: ${request.risk_class})`],
    ['Who', who],
    ['Why', `${request.reason} (rule ${request.policy_matched ?? 'none'})`],
    ...(request.ticket_id === null ? [] : [['Ticket', request.ticket_id] as const]),
    ['Expires', request.expires_at],
    ['Takes', `${quorum} of ${approvers}`],
    ['Request', request.request_id],
  ];
}

/** Who sees a part must know that it is one. */
function cutOff(requestId: string): Blocks[number] {
  const text = plainText(`They are cut off here. All of them: agent-safe approval show ${requestId}`, 150);
  return { type: 'section', text };
}

function field(name: string, value: ReturnType<typeof plainText>): Blocks[number] {
  return { type: 'section', fields: [{ type: 'mrkdwn', text: `*${name}*`, verbatim: true }, value] };
}

function plainText(text: string, length: number) {
  return { type: 'plain_text', text: escapeText(shorten(text, length)) || ' ', emoji: false } as const;
}

/** On one line, and without characters that hide or turn around what stands beside them. */
function shorten(text: string, length: number): string {
  return quote(text, length).slice(1, -1).replaceAll('\\"', '"').replaceAll('\\\\', '\\');
}

/** The three characters that Slack's links, mentions and entities are made of. */
function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function code(...lines: readonly string[]): string {
  return `\`\`\`\n${lines.map(escapeText).join('\n')}\n\`\`\``;
}
