import type { Refused, ServerRole, UserSource } from '@agent-safe/core';

/** A request for a new user. */
export interface UserRequest {
  /** Letters, digits and `._@+-`. The agent id is `user:<id>`. */
  readonly id: string;
  /** The id by default. */
  readonly display_name?: string | undefined;
  readonly roles?: readonly ServerRole[] | undefined;
  readonly groups?: readonly string[] | undefined;
  /** Without it, no password signs the user in. */
  readonly password?: string | undefined;
}

/** A change of a user. A member that is left out stays. */
export type UserChange = Pick<UserRequest, 'display_name' | 'groups' | 'roles'>;

/** A user without the hash of the password. */
export interface UserListing {
  readonly user_id: string;
  readonly agent_id: string;
  readonly display_name: string;
  readonly source: UserSource;
  readonly roles: readonly ServerRole[];
  readonly groups: readonly string[];
  readonly status: 'active' | 'disabled';
  readonly has_password: boolean;
  readonly created_at: string;
  /** The last sign-in, to the minute. */
  readonly last_used_at: string | null;
}

export type UserRefusalCode =
  | 'user_invalid'
  | 'user_exists'
  | 'user_not_found'
  | 'user_not_local'
  | 'user_changed'
  | 'password_invalid';

export type UserResult = { readonly ok: true; readonly user: UserListing } | Refused<UserRefusalCode>;
