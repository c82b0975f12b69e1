import type { Caller, Refused, ServerRole, SignInMethod } from '@agent-safe/core';

export interface SessionSettings {
  /** Longest life of a session. Default: 12 hours. */
  readonly ttl_seconds?: number | undefined;
  /** Longest time between two uses of a session. Default: 1 hour. */
  readonly idle_seconds?: number | undefined;
}

/** A new session. The secret is the value of the cookie, and is never shown again. */
export interface SessionIssued {
  readonly ok: true;
  readonly secret: string;
  readonly session: VerifiedSession;
}

/** A session without its secret. */
export interface SessionListing {
  readonly session_id: string;
  readonly method: SignInMethod;
  readonly created_at: string;
  /** To the minute. */
  readonly last_used_at: string | null;
  readonly expires_at: string;
}

/** A verified session. */
export interface VerifiedSession {
  readonly ok: true;
  readonly session_id: string;
  readonly user_id: string;
  readonly display_name: string;
  readonly roles: readonly ServerRole[];
  /** The user for policies, approvals and the log, with the groups and the roles of the server. */
  readonly caller: Caller;
  readonly method: SignInMethod;
  /** The token that every changing request must carry. It follows from the secret, and proves nothing without the cookie. */
  readonly csrf_token: string;
  /** When the session began: a revocation counts for sessions and tokens issued before. Milliseconds since 1970, UTC. */
  readonly issued_at: number;
  readonly expires_at: string;
}

export type SessionVerification =
  | VerifiedSession
  | Refused<'session_invalid' | 'session_expired' | 'session_ended' | 'user_disabled' | 'state_unavailable'>;
