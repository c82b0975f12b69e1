import { type ApprovalResolution, quote } from '@agent-safe/core';
import type { IncomingWebhookSendArguments } from '@slack/webhook';
import type { ApprovalNotice } from './notifier.ts';

type Blocks = NonNullable<IncomingWebhookSendArguments['blocks']>;

/** Most characters shown of a value. Slack accepts 2,000 per field and 3,000 per text; escaping turns one into up to six. */
const LONGEST = { field: 300, params: 480 };

export interface SlackMessageOptions {
  /** Whether the message has buttons. The server must answer Slack's clicks. */
  readonly buttons?: boolean | undefined;
}

/** The ids of the buttons. The value of a button is the id of the request. */
export const SLACK_BUTTONS = { approve: 'agent_safe_approve', deny: 'agent_safe_deny' } as const;

const TITLES = {
  pending: 'Approval required',
  approved: 'Approved',
  denied: 'Denied',
  expired: 'Expired',
  cancelled: 'Cancelled',
} as const;

/** Answers that the message shows. Other changes of a request need no reader. */
const SHOWN: { readonly [Decision in ApprovalResolution['decision']]?: string } = {
  approve: 'Approved by',
  deny: 'Denied by',
  cancel: 'Cancelled by',
  reopen: 'Denial lifted by',
  retract: 'Approval withdrawn by',
};

/**
 * Returns a request as a Slack message. Text from agents is plain text, which Slack does not interpret, and is escaped as well. Only
 * text of Agent-Safe is formatted.
 *
 * @see https://docs.slack.dev/messaging/formatting-message-text
 */
export function slackMessage(
  { commands, request }: ApprovalNotice,
  { buttons = false }: SlackMessageOptions = {},
): IncomingWebhookSendArguments {
  const { action, status, target } = request;
  const title = TITLES[status];
  const isOpen = status === 'pending';
  const params = JSON.stringify(request.params);
  const blocks: Blocks = [
    { type: 'header', text: plainText(title, 150) },
    ...describe(request).map(([name, value]) => field(name, plainText(value, LONGEST.field))),
    { type: 'section', text: plainText(`Parameters: ${params}`, LONGEST.params) },
    ...(params.length > LONGEST.params - 20 ? [cutOff(request.request_id)] : []),
    ...request.resolutions.flatMap((resolution) => describeAnswer(resolution)),
    ...(isOpen && buttons ? [answerButtons(request.request_id)] : []),
    ...(isOpen
      ? [
          {
            type: 'section',
            text: { type: 'mrkdwn', text: code(commands.approve, commands.deny), verbatim: true },
          } as const,
        ]
      : []),
  ];
  return {
    // Shown in notifications and read by screen readers.
    text: escapeText(`${title}: ${shorten(action, 100)} on ${shorten(target ?? 'no target', 100)}`),
    blocks,
    link_names: false,
    unfurl_links: false,
    unfurl_media: false,
  };
}

function describe(request: ApprovalNotice['request']): readonly (readonly [string, string])[] {
  const { caller, caller_verified, chain, required } = request;
  // Names are quoted, because a delegating agent chooses them: one name must not look like several.
  const from = chain.length === 0 ? '' : `, delegated by ${chain.map((name) => quote(name)).join(' > ')}`;
  const who = caller === null ? 'unknown' : `${quote(caller)}${caller_verified ? '' : ' (unverified)'}${from}`;
  const { groups, quorum, roles } = required;
  const approvers = [...roles.map((role) => `role ${role}`), ...groups.map((group) => `group ${group}`)].join(', ');
  return [
    ['Action', `${request.action} ${request.action_version ?? ''}`],
    ['Target', request.target ?? 'none'],
    ['Risk', `${request.effective_risk} (risk class of the action: ${request.risk_class})`],
    ['Who', who],
    ['Why', `${request.reason} (rule ${request.policy_matched ?? 'none'})`],
    ...(request.ticket_id === null ? [] : [['Ticket', request.ticket_id] as const]),
    ...(request.rollback_of === undefined ? [] : [['Rollback of', request.rollback_of] as const]),
    ['Expires', request.expires_at],
    ['Takes', `${quorum} of ${approvers}`],
    ['Request', request.request_id],
  ];
}

function describeAnswer({ approver, at, decision, reason }: ApprovalResolution): Blocks {
  const title = SHOWN[decision];
  if (title === undefined) return [];
  return [field(title, plainText(`${approver ?? 'unknown'} at ${at}: ${reason}`, LONGEST.field))];
}

function answerButtons(requestId: string): Blocks[number] {
  const button = (text: string, action_id: string, style: 'primary' | 'danger') =>
    ({ type: 'button', text: plainText(text, 20), action_id, value: requestId, style }) as const;
  return {
    type: 'actions',
    elements: [button('Approve', SLACK_BUTTONS.approve, 'primary'), button('Deny', SLACK_BUTTONS.deny, 'danger')],
  };
}

/** Block that says that the parameters are cut off. */
function cutOff(requestId: string): Blocks[number] {
  const text = plainText(`Parameters are cut off. To see all, run: agent-safe approval show ${requestId}`, 150);
  return { type: 'section', text };
}

function field(name: string, value: ReturnType<typeof plainText>): Blocks[number] {
  return { type: 'section', fields: [{ type: 'mrkdwn', text: `*${name}*`, verbatim: true }, value] };
}

function plainText(text: string, length: number) {
  return { type: 'plain_text', text: escapeText(shorten(text, length)) || ' ', emoji: false } as const;
}

/** On one line, without characters that hide or reverse adjacent text. */
function shorten(text: string, length: number): string {
  return quote(text, length).slice(1, -1).replaceAll('\\"', '"').replaceAll('\\\\', '\\');
}

/** Escapes the three characters that form Slack's links, mentions and entities. */
function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function code(...lines: readonly string[]): string {
  return `\`\`\`\n${lines.map(escapeText).join('\n')}\n\`\`\``;
}
