import type { Bearer, Caller, Refused } from '@agent-safe/core';

/** A caller that an issuer proved. */
export interface IssuedCaller {
  readonly ok: true;
  /** Name of the issuer in the settings. */
  readonly issuer: string;
  readonly caller: Caller;
  readonly bearer: Bearer;
  /** Milliseconds since 1970, UTC. */
  readonly expires_at: number;
}

/** The codes of a refused identity token. */
export type IssuedCallerResult = IssuedCaller | Refused<'caller_invalid' | 'caller_revoked' | 'state_unavailable'>;
