import type { AccountRecord, ApiKey, Session, SignInLink, User } from '../model/account.ts';
import type { Revocation, RevocationSubject } from '../model/revocation.ts';
import type { AuditSink } from './audit-sink.ts';
import type { Revocations } from './revocations.ts';

/** Records of one kind by id. All calls are atomic. */
export interface AccountTable<Stored extends AccountRecord> {
  get(id: string): Promise<Stored | undefined>;
  /** Lists all records, or those of one owner, by id. */
  list(owner?: string): Promise<readonly Stored[]>;
  /**
   * Stores a record if its version follows the stored version: version 1 needs a free id. `used_at` of a stored record stays.
   * Resolves after the record would survive a power failure.
   *
   * @returns whether the record was stored
   */
  put(record: Stored): Promise<boolean>;
  /** Removes a record. One of several concurrent calls gets the record; the others get undefined. */
  remove(id: string): Promise<Stored | undefined>;
  /** Removes all records of an owner, and returns them. */
  removeAll(owner: string): Promise<readonly Stored[]>;
  /** Removes some of the records that have ended. It may be undone if the power fails. */
  removeEnded(now: number): Promise<void>;
  /** Stores the time of a use, if it is later than the stored one. It may be lost if the power fails. */
  touch(id: string, at: number): Promise<void>;
}

/** The accounts of the server. No password and no secret is stored, only hashes of them. */
export interface AccountStore {
  readonly keys: AccountTable<ApiKey>;
  readonly users: AccountTable<User>;
  readonly sessions: AccountTable<Session>;
  readonly links: AccountTable<SignInLink>;
}

/** The services of a project that its accounts need. */
export interface AccountServices {
  readonly store: AccountStore;
  readonly revocations: Pick<Revocations, 'isRevoked'>;
  /** Revokes and records. @throws AgentSafeError ERR_STORE_UNAVAILABLE, ERR_AUDIT_UNAVAILABLE */
  readonly revoke: (subject: RevocationSubject) => Promise<Revocation>;
  /** Lifts the revocation of an agent, and records it before. @throws AgentSafeError ERR_STORE_UNAVAILABLE, ERR_AUDIT_UNAVAILABLE */
  readonly lift: (agent: string) => Promise<Revocation | undefined>;
  /** Undefined if the project has no audit log. @throws AgentSafeError ERR_AUDIT_UNAVAILABLE */
  readonly record: AuditSink['append'] | undefined;
  /** Milliseconds since 1970, UTC. */
  readonly clock: () => number;
}
