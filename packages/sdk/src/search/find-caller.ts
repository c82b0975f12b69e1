import { type Caller, holdsToken, type Refused, type Subject } from '@agent-safe/core';
import { begin } from '../pipeline/stages/begin.ts';
import { identify } from '../pipeline/stages/identify.ts';
import type { SearchServices } from './search-services.ts';
import type { SearchRefusal, WhatCan } from './search-types.ts';

type FoundCaller = { readonly ok: true; readonly caller: Caller | undefined } | SearchRefusal;

/** The caller that a subject is, once its token or a gateway proves it. */
export function toCaller({ agent_id, groups, roles }: Subject): Caller {
  return { agent_id, verified: true, roles, groups, delegation_chain: [] };
}

/** Finds the caller of a search: a verified one, the one of a token, a subject, or a bare name. */
export async function findCaller(
  given: WhatCan['caller'] | undefined,
  { pipeline, subjects }: SearchServices,
): Promise<FoundCaller> {
  if (typeof given === 'object' && given !== null) return checkCaller(given, pipeline);
  // Text that looks like a token is never a name.
  const isName = typeof given === 'string' && !holdsToken(given);
  const subject = isName ? subjects.find(({ agent_id }) => agent_id === given) : undefined;
  if (subject !== undefined) return { ok: true, caller: toCaller(subject) };
  const state = await identify(begin({ action: 'search', caller: given }, pipeline), pipeline);
  if (!state.refused) return { ok: true, caller: state.caller };
  return toRefusal(state.verdict);
}

/** Checks the shape of a caller that a program verified. A program in JavaScript may give any value. */
function checkCaller(caller: Caller, { clock, pdp }: SearchServices['pipeline']): FoundCaller {
  const verdict = pdp.decide({ action: 'search', caller, at: clock() });
  return verdict.code === 'request_invalid' ? toRefusal(verdict) : { ok: true, caller };
}

const CODES = ['caller_invalid', 'caller_unverified', 'caller_revoked', 'state_unavailable'] as const;

function toRefusal({ code, reason }: Omit<Refused, 'ok'>): SearchRefusal {
  return { ok: false, code: CODES.find((known) => known === code) ?? 'request_invalid', reason };
}
