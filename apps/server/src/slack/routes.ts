import { updateSlackMessage } from '@agent-safe/approvals/slack';
import type { ApprovalRequest, Refused } from '@agent-safe/core';
import type { SlackSettings } from '@agent-safe/schemas';
import { servicesOf } from '@agent-safe/sdk/server';
import { hasRole, type UserPrincipal } from '../callers/principal.ts';
import { type Reply, refusal, refuse } from '../http/reply.ts';
import { checkIndependent, tokenOf } from '../native/approver.ts';
import { refuseAs } from '../native/refusals.ts';
import { defineNative } from '../native/route.ts';
import type { ServerContext } from '../project/server-context.ts';
import type { Route } from '../routes/route.ts';
import { type Click, readClick } from './click.ts';
import { verifySlackSignature } from './signature.ts';

/** Codes of a request that is answered already. The message then shows the answer. */
const ANSWERED: ReadonlySet<string> = new Set([
  'approval_claimed',
  'approval_denied',
  'approval_expired',
  'approval_not_pending',
  'approver_repeated',
]);

/** Clicks on the buttons of messages in Slack. */
export const slackRoutes: readonly Route[] = [
  defineNative({
    tag: 'Approvals',
    id: 'answerInSlack',
    method: 'post',
    path: '/api/v1/slack/interactions',
    access: 'public',
    summary: 'Take a click on a button in Slack. The signature of Slack proves it',
    isForm: true,
    refusals: [401, 403, 404, 409, 422],
    answers: { 200: { description: 'The click was taken.' } },
    async handle({ body, headers }, server) {
      const { slack } = server.settings;
      if (slack === undefined) return refuse(refusal(404, 'not_found', 'Slack is not set up. Set "server.slack".'));
      const secret = process.env[slack.signing_secret_env] ?? '';
      if (secret === '') return refuse(refusal(503, 'unavailable', 'The signing secret of Slack is not set.'));
      const form = String(body);
      const { clock } = servicesOf(server.project().safe);
      const signed = verifySlackSignature(headers, form, secret, clock());
      if (!signed.ok) return refuse(refusal(401, signed.code, signed.reason));
      const click = readClick(form);
      if (click === undefined) {
        return refuse(refusal(400, 'request_invalid', 'The payload is not a click on a button of Agent-Safe.'));
      }
      return answerClick(click, signed.sentAt, slack, server);
    },
  }),
];

async function answerClick(click: Click, sentAt: number, slack: SlackSettings, server: ServerContext): Promise<Reply> {
  const approver = await findApprover(click, slack, server);
  if ('ok' in approver) return refuseAs(approver);
  const { safe } = server.project();
  const found = await safe.approvals.get(click.requestId);
  if (!found.ok) return refuseAs(found);
  const independent = checkIndependent(approver, found.request, server);
  if (!independent.ok) return refuseAs(independent);
  // A click that is sent again must not undo what its user did after it.
  if (isOutdated(found.request, approver, sentAt)) return show(click, found.request, slack, server);
  const token = await tokenOf(approver, safe);
  if (typeof token !== 'string') return refuseAs(token);
  const resolved = await safe.approvals[click.answer](click.requestId, {
    approver: token,
    reason: 'Answered in Slack',
  });
  if (resolved.ok) return show(click, resolved.request, slack, server);
  if (!ANSWERED.has(resolved.code)) return refuseAs(resolved);
  const now = await safe.approvals.get(click.requestId);
  return now.ok ? show(click, now.request, slack, server) : refuseAs(now);
}

/** Returns the user of this server who clicked, if that user may approve. */
async function findApprover(
  { slackUser, team }: Click,
  { team_id, users }: SlackSettings,
  { accounts }: ServerContext,
): Promise<UserPrincipal | Refused<'approver_not_allowed'>> {
  const id =
    Object.hasOwn(users, slackUser) && (team_id === undefined || team_id === team) ? users[slackUser] : undefined;
  const found = id === undefined ? undefined : await accounts.users.get(id);
  if (found?.ok === true && found.user.status === 'active') {
    const { agent_id, groups, roles, user_id } = found.user;
    const user: UserPrincipal = { kind: 'user', id: user_id, agentId: agent_id, roles, groups };
    if (hasRole(user, 'approver')) return user;
  }
  const reason = 'The Slack user is no approver of this server. Add the user to "server.slack.users".';
  return { ok: false, code: 'approver_not_allowed', reason };
}

/** Whether the user answered the request after the click was sent. */
function isOutdated({ resolutions }: ApprovalRequest, { agentId }: UserPrincipal, sentAt: number): boolean {
  return resolutions.some(({ approver, at }) => approver === agentId && Date.parse(at) >= sentAt * 1_000);
}

/** Shows the answer in Slack. The answer counts even if the message cannot be changed. */
async function show(
  { responseUrl }: Click,
  request: ApprovalRequest,
  { allow_private: allowPrivate }: SlackSettings,
  server: ServerContext,
): Promise<Reply> {
  await updateSlackMessage(responseUrl, request, { allowPrivate }).catch((error: unknown) =>
    server.onError(error, '/api/v1/slack/interactions'),
  );
  return { status: 200 };
}
