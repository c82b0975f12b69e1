import { type Caller, identifyByName, type Refused, type Target } from '@agent-safe/core';
import { anything, list, object, optional, string, text } from '@agent-safe/core/options';

/** The parts of a request that the calling program has verified itself, such as a server that knows its clients. */
export interface VerifiedRequest {
  /** The caller. The request itself must name none. Without roles and groups, it holds none. */
  readonly caller?: VerifiedCaller | undefined;
  /** Verifier of the caller, for the audit log: the agent id of a gateway, or the name of an issuer. */
  readonly by: string;
  /** A target that is not in the inventory, such as a record of an application. The request must name its id. No ticket is issued for it. */
  readonly target?: Target | undefined;
}

export interface VerifiedCaller {
  readonly agent_id: string;
  readonly roles?: readonly string[];
  readonly groups?: readonly string[];
}

const texts = list(string);

/** A misspelled member must not be ignored: the decision would be about another caller. */
export const verifiedShape = object<VerifiedRequest>({
  by: text,
  caller: optional(object<VerifiedCaller>({ agent_id: text, roles: optional(texts), groups: optional(texts) })),
  target: optional(anything),
});

/** Returns the caller that the calling program has verified. */
export function toVerifiedCaller({
  agent_id,
  groups = [],
  roles = [],
}: VerifiedCaller): { readonly ok: true; readonly caller: Caller } | Refused<'caller_invalid'> {
  const named = identifyByName(agent_id, false);
  if (!named.ok || named.caller === undefined) {
    const reason = named.ok ? 'The verified caller has no name.' : named.reason;
    return { ok: false, code: 'caller_invalid', reason };
  }
  // Sorted, so that another order gives the same digest.
  return { ok: true, caller: { ...named.caller, verified: true, roles: roles.toSorted(), groups: groups.toSorted() } };
}
