import type { ApiKeyScope, ServerRole, SignInMethod, UserSource } from '../model/account.ts';

/** A change of an API key. It is recorded before the change applies; `revoked` is recorded after the revocation. */
export interface ApiKeyChangedFields {
  readonly change: 'created' | 'rotated' | 'revoked';
  /** The id of the key. It is part of the key, but proves nothing. */
  readonly key_id: string;
  /** The PEP: its agent id is `pep:<name>`. */
  readonly name: string;
  readonly scopes: readonly ApiKeyScope[];
  /** RFC 3339, UTC. Null: the key has no end. */
  readonly expires_at: string | null;
  /** End of the previous secret, if the key was rotated: RFC 3339, UTC. Null otherwise. */
  readonly previous_until: string | null;
  /** Agent id of the user who changed the key, such as `user:alice`. Null: an operator on the command line. */
  readonly changed_by: string | null;
}

/**
 * A change of a user. It is recorded before the change applies; `disabled` is recorded after the revocation of `user:<id>`,
 * which ends everything of the user.
 */
export interface UserChangedFields {
  readonly change: 'created' | 'changed' | 'password_set' | 'disabled' | 'enabled' | 'removed';
  readonly user_id: string;
  readonly display_name: string;
  readonly source: UserSource;
  /** After the change. */
  readonly roles: readonly ServerRole[];
  /** After the change. */
  readonly groups: readonly string[];
  /** Agent id of the user who made the change, such as `user:alice`. Null: an operator on the command line. */
  readonly changed_by: string | null;
}

interface SignInAttempt {
  readonly method: SignInMethod;
  /** The address of the client. Null: unknown, or a local socket. */
  readonly address: string | null;
}

/** A user signed in. It is recorded before the session is valid. */
export interface SignedInFields extends SignInAttempt {
  readonly result: 'ok';
  readonly user_id: string;
  /** The id of the session. It proves nothing. */
  readonly session_id: string;
}

/** A refused sign-in. Only the first few in a minute have an event of their own. */
export interface SignInRefusedFields extends SignInAttempt {
  readonly result: 'refused';
  /** The machine code, such as `sign_in_refused` or `user_disabled`. */
  readonly code: string;
  /** Null: no known user. The text that was given may be a password, so it is not recorded. */
  readonly user_id: string | null;
}

/** A summary of refused sign-ins, so that a flood does not fill the log. */
export interface SignInsRefusedFields {
  /** Number of refused sign-ins that have no event. */
  readonly count: number;
  /** Number of refused sign-ins in the same time that have one. */
  readonly recorded: number;
  /** Start of the minute. RFC 3339, UTC. */
  readonly since: string;
  /** End of the minute, or the end of the process that counted. RFC 3339, UTC. */
  readonly until: string;
}

/** Sessions of a user that ended before their time. */
export interface SessionEndedFields {
  readonly user_id: string;
  readonly session_ids: readonly string[];
  readonly reason: 'signed_out' | 'user_changed' | 'password_set' | 'disabled' | 'removed' | 'too_many' | 'ended';
  /** Agent id of the user who ended them. Null: an operator on the command line. */
  readonly changed_by: string | null;
}
