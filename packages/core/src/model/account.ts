/** Uses that an API key may permit. */
export const API_KEY_SCOPES = [
  'evaluate',
  'search',
  'requests',
  'tickets',
  'catalog:read',
  'approvals:read',
  'audit:read',
  'metrics:read',
] as const;
export type ApiKeyScope = (typeof API_KEY_SCOPES)[number];

/** Members of every stored account, session or sign-in link. All times are in milliseconds since 1970, UTC. */
export interface AccountRecord {
  readonly id: string;
  /** The user that the record belongs to, if any. */
  readonly owner: string | null;
  /** Counts the changes, from 1. A change is stored only if the record is as it was read. */
  readonly version: number;
  /** Null: the record has no end. */
  readonly ends_at: number | null;
  /** The last use, to the minute. Null: never used. */
  readonly used_at: number | null;
}

/** One secret of an API key. The secret itself is never stored. */
export interface ApiKeySecret {
  /** SHA-256 of the secret, base64url. */
  readonly hash: string;
  readonly issued_at: number;
  /** Null: the secret is valid as long as the key. */
  readonly ends_at: number | null;
}

/** The API key of a policy enforcement point (PEP). `id` is part of the key, and names it in lists and revocations. */
export interface ApiKey extends AccountRecord {
  /** The PEP: its agent id is `pep:<name>`. */
  readonly name: string;
  readonly scopes: readonly ApiKeyScope[];
  /** The newest first. An older secret ends with the grace period of its rotation. */
  readonly secrets: readonly ApiKeySecret[];
  readonly created_at: number;
  /** The audit event that recorded the last change. */
  readonly event_id: string;
}

/** Roles of users on the server. No role contains another. */
export const SERVER_ROLES = ['viewer', 'operator', 'approver', 'admin'] as const;
export type ServerRole = (typeof SERVER_ROLES)[number];

/** Where a user signs in: with a password here, or at an OpenID provider. */
export const USER_SOURCES = ['local', 'oidc'] as const;
export type UserSource = (typeof USER_SOURCES)[number];

/** A person who uses the server. Policies, approvals and the log know the person as the agent `user:<id>`. */
export interface User extends AccountRecord {
  readonly display_name: string;
  readonly source: UserSource;
  readonly roles: readonly ServerRole[];
  readonly groups: readonly string[];
  /** The scrypt hash of the password. Null: no password signs this user in. */
  readonly password: string | null;
  readonly created_at: number;
  /** Changes with the password, the roles and the groups. Sessions of an earlier value have ended. */
  readonly session_version: number;
  /** The audit event that recorded the last change. */
  readonly event_id: string;
}

export const SIGN_IN_METHODS = ['password', 'oidc', 'link'] as const;
export type SignInMethod = (typeof SIGN_IN_METHODS)[number];

/** A session of a user. `owner` is the id of the user, and `ends_at` the latest end. */
export interface Session extends AccountRecord {
  readonly owner: string;
  readonly ends_at: number;
  /** SHA-256 of the secret, base64url. */
  readonly hash: string;
  readonly created_at: number;
  readonly method: SignInMethod;
  /** The `session_version` of the user when the session began. */
  readonly user_version: number;
}

/** A link that signs a user in once. */
export interface SignInLink extends AccountRecord {
  readonly owner: string;
  readonly ends_at: number;
  /** SHA-256 of the secret, base64url. */
  readonly hash: string;
}
