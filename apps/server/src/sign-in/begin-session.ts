import type { SessionIssued, SignInResult, VerifiedSession } from '@agent-safe/accounts';
import { formatCookie, readCookie } from '../callers/cookies.ts';
import { publicReason } from '../http/public-reason.ts';
import { type Reply, refuse } from '../http/reply.ts';
import { statusOf } from '../native/refusals.ts';
import type { ServerContext } from '../project/server-context.ts';

/** Where a browser goes after a sign-in. */
export const HOME = '/api/v1/session';

/** Returns the session as its user may see it. */
export function describeSession(session: VerifiedSession) {
  const { caller, csrf_token, display_name, expires_at, method, roles, session_id, user_id } = session;
  const { agent_id, groups } = caller;
  return { user_id, agent_id, display_name, roles, groups, method, session_id, expires_at, csrf_token };
}

/** Ends the session that the browser had before. A new user or a new proof always gets a new session. */
export async function endEarlierSession(headers: Headers, { accounts, isSecure }: ServerContext): Promise<void> {
  const secret = readCookie(headers, 'agent_safe_session', isSecure);
  if (secret === undefined) return;
  const earlier = await accounts.sessions.verify(secret);
  if (earlier.ok) await accounts.sessions.signOut(earlier);
}

/** Returns the cookie of a new session. */
export function sessionCookie({ secret }: SessionIssued, { isSecure }: Pick<ServerContext, 'isSecure'>): string {
  return formatCookie('agent_safe_session', secret, { isSecure });
}

/** Returns the answer to a refused sign-in. */
export function refuseSignIn(result: Exclude<SignInResult, { readonly ok: true }>): Reply {
  const { code, reason, retry_after_seconds } = result;
  return refuse({
    ok: false,
    status: statusOf(code),
    code,
    reason: publicReason(code, reason),
    ...(retry_after_seconds === undefined ? {} : { headers: { 'retry-after': String(retry_after_seconds) } }),
  });
}
