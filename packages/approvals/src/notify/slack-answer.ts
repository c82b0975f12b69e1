import type { ApprovalRequest } from '@agent-safe/core';
import { DeliveryError, Endpoint } from '@agent-safe/webhook';
import { noticeOf } from './notifier.ts';
import { slackMessage } from './slack-message.ts';

/** Slack waits three seconds for the answer to a click. */
const LONGEST = 2_000;
const SLACK = 'https://hooks.slack.com';

/**
 * Replaces the message of a click. The new message shows who answered.
 *
 * @param url `response_url` of the click. It is a secret: errors name only its origin
 * @throws DeliveryError if the URL is not of Slack, or Slack does not take the message
 */
export async function updateSlackMessage(
  url: string,
  request: ApprovalRequest,
  { allowPrivate = false }: { readonly allowPrivate?: boolean | undefined } = {},
): Promise<void> {
  const { origin } = URL.canParse(url) ? new URL(url) : { origin: undefined };
  if (origin !== SLACK && !allowPrivate) throw new DeliveryError(`the answer to a click must go to ${SLACK}`);
  const connection = await new Endpoint({ url, allowPrivate, timeoutMs: LONGEST }).open();
  try {
    const message = { replace_original: true, ...slackMessage(noticeOf(request), { buttons: true }) };
    const headers = { 'content-type': 'application/json' };
    await connection.send(headers, JSON.stringify(message), AbortSignal.timeout(LONGEST));
  } finally {
    connection.close();
  }
}
