import type { Refused } from '@agent-safe/core';
import type { CheckOptions } from '@agent-safe/sdk';
import { assertSubject } from '../asserted/assert.ts';
import { type Principal, ROLES, type UserPrincipal } from '../callers/principal.ts';
import type { LoadedProject } from '../project/server-context.ts';
import type { AssertedSubject } from './schemas/decision.ts';

/** The caller of a request for the SDK: a token, or a caller that the server verified. */
export interface Speaker {
  readonly ok: true;
  readonly caller: { readonly caller?: string };
  readonly options: Pick<CheckOptions, 'verified'>;
}

/** Returns the caller of a request. Agents and users speak for themselves. A gateway may assert a subject. */
export function speakAs(
  principal: Principal,
  subject: AssertedSubject | undefined,
  project: LoadedProject,
): Speaker | Refused<'request_invalid' | 'caller_invalid'> {
  if (subject !== undefined) return speakFor(principal, subject, project);
  if (principal.kind === 'agent' && principal.token !== undefined)
    return { ok: true, caller: { caller: principal.token }, options: {} };
  if (principal.kind === 'agent' && principal.verified !== undefined)
    return { ok: true, caller: {}, options: { verified: principal.verified } };
  if (principal.kind === 'user') return { ok: true, caller: {}, options: { verified: userCaller(principal) } };
  const agent_id = 'agentId' in principal ? principal.agentId : '';
  return { ok: true, caller: {}, options: { verified: { by: agent_id, caller: { agent_id } } } };
}

/** The caller that a user is. The session proved it. */
function userCaller(user: UserPrincipal): NonNullable<CheckOptions['verified']> {
  return { by: 'session', caller: { agent_id: user.agentId, roles: rolesOf(user), groups: user.groups } };
}

/** The roles of a user for policies and approvals. An admin has all roles. */
export function rolesOf({ roles }: Pick<UserPrincipal, 'roles'>): readonly string[] {
  return roles.includes('admin') ? ROLES : roles;
}

function speakFor(
  principal: Principal,
  subject: AssertedSubject,
  project: LoadedProject,
): Speaker | Refused<'request_invalid' | 'caller_invalid'> {
  if (principal.kind !== 'pep')
    return { ok: false, code: 'caller_invalid', reason: 'Only API keys may assert a subject. Leave it out.' };
  const asserted = assertSubject(subject, project);
  if (!asserted.ok) return asserted;
  return { ok: true, caller: {}, options: { verified: { by: principal.agentId, caller: asserted.caller } } };
}
