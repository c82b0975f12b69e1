import type { Sessions } from '@agent-safe/accounts';
import { publicReason } from '../http/public-reason.ts';
import { type HttpRefusal, refusal } from '../http/reply.ts';
import { readCookie } from './cookies.ts';
import type { UserPrincipal } from './principal.ts';
import { checkOrigin } from './same-origin.ts';

/** The inputs of the check of a session. */
export interface SessionCheck {
  readonly sessions: Sessions;
  /** Whether clients use TLS. */
  readonly isSecure: boolean;
  readonly publicUrl: () => string;
}

/** Methods that change nothing. */
const SAFE: ReadonlySet<string> = new Set(['GET', 'HEAD']);

/** Recognizes the session of a request. @returns undefined if the request has no session cookie */
export async function recognizeSession(
  headers: Headers,
  method: string,
  { isSecure, publicUrl, sessions }: SessionCheck,
): Promise<UserPrincipal | HttpRefusal | undefined> {
  const secret = readCookie(headers, 'agent_safe_session', isSecure);
  if (secret === undefined) return undefined;
  const session = await sessions.verify(secret);
  if (!session.ok) {
    const { code, reason } = session;
    return refusal(code === 'state_unavailable' ? 503 : 401, code, publicReason(code, reason));
  }
  const { caller, roles, user_id } = session;
  if (!SAFE.has(method.toUpperCase())) {
    const checked = checkOrigin(headers, publicUrl());
    if (!checked.ok) return checked;
    if (!sessions.isCsrfToken(session, headers.get('x-csrf-token'))) {
      const reason = 'The header "x-csrf-token" is missing or wrong. Send "csrf_token" of GET /api/v1/session.';
      return refusal(403, 'csrf_refused', reason);
    }
  }
  return { kind: 'user', id: user_id, agentId: caller.agent_id, roles, groups: caller.groups, session };
}
