import type { DatabaseSync } from 'node:sqlite';
import { refuse } from './errors.ts';

/** SQLite `application_id` of a state file: "ASst" in ASCII. */
const APPLICATION = 0x41_53_73_74;

/** Migration script of each schema version. A published script is never changed. */
const VERSIONS: readonly string[] = [
  `CREATE TABLE nonces (nonce TEXT PRIMARY KEY, expires_at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
   CREATE INDEX nonces_by_end ON nonces (expires_at);
   CREATE TABLE forgotten_nonces (expired_at INTEGER NOT NULL) STRICT;
   INSERT INTO forgotten_nonces VALUES (0);
   CREATE TABLE revocations (
     sequence INTEGER PRIMARY KEY, subject TEXT NOT NULL UNIQUE, revoked_at INTEGER NOT NULL, issued_until INTEGER
   ) STRICT;`,
  `CREATE TABLE limits (key TEXT NOT NULL UNIQUE, state TEXT NOT NULL, ends_at INTEGER NOT NULL) STRICT;
   CREATE INDEX limits_by_end ON limits (ends_at);
   CREATE TABLE risks (key TEXT NOT NULL UNIQUE, state TEXT NOT NULL, ends_at INTEGER NOT NULL) STRICT;
   CREATE INDEX risks_by_end ON risks (ends_at);`,
  `CREATE TABLE approvals (
     sequence INTEGER PRIMARY KEY, request_id TEXT NOT NULL UNIQUE, key TEXT NOT NULL, requester TEXT NOT NULL, digest TEXT NOT NULL, caller TEXT,
     status TEXT NOT NULL, version INTEGER NOT NULL, expires_at INTEGER NOT NULL, document TEXT NOT NULL
   ) STRICT;
   CREATE UNIQUE INDEX approvals_pending ON approvals (key) WHERE status = 'pending';
   CREATE INDEX approvals_by_digest ON approvals (digest);
   CREATE INDEX approvals_by_status ON approvals (status);
   CREATE INDEX approvals_by_requester ON approvals (requester, status);
   CREATE INDEX approvals_by_end ON approvals (expires_at);`,
  `CREATE TABLE notices (
     request_id TEXT NOT NULL, notifier TEXT NOT NULL, tries INTEGER NOT NULL, due INTEGER NOT NULL, ends INTEGER NOT NULL,
     PRIMARY KEY (request_id, notifier)
   ) STRICT, WITHOUT ROWID;
   CREATE INDEX notices_by_due ON notices (notifier, due);
   CREATE INDEX notices_by_end ON notices (ends);`,
  `CREATE TABLE sealed_states (
     audit_id TEXT PRIMARY KEY, sealed TEXT NOT NULL, stored_at INTEGER NOT NULL
   ) STRICT;`,
  // Revocations of an earlier version count as changed, so that the next process records them in its log, where facts are counted.
  `CREATE TABLE revocation_changes (subject TEXT PRIMARY KEY, changed INTEGER NOT NULL UNIQUE) STRICT, WITHOUT ROWID;
   INSERT INTO revocation_changes SELECT subject, sequence FROM revocations;
   CREATE TABLE identity (state TEXT NOT NULL, tickets_until INTEGER NOT NULL) STRICT;
   INSERT INTO identity VALUES (lower(hex(randomblob(16))), 0);
   CREATE TABLE logs (
     sequence INTEGER PRIMARY KEY, id TEXT UNIQUE, name TEXT NOT NULL, facts INTEGER NOT NULL, recorded INTEGER NOT NULL
   ) STRICT;
   CREATE TABLE announcements (
     id INTEGER PRIMARY KEY, log INTEGER NOT NULL, facts INTEGER NOT NULL, process INTEGER NOT NULL, at INTEGER NOT NULL
   ) STRICT;
   CREATE INDEX announcements_by_log ON announcements (log);`,
  'CREATE TABLE log_checkpoints (log TEXT PRIMARY KEY, size INTEGER NOT NULL, checkpoint TEXT NOT NULL) STRICT;',
  `CREATE TABLE accounts (
     kind TEXT NOT NULL, id TEXT NOT NULL, owner TEXT, version INTEGER NOT NULL, ends_at INTEGER, used_at INTEGER, document TEXT NOT NULL,
     PRIMARY KEY (kind, id)
   ) STRICT, WITHOUT ROWID;
   CREATE INDEX accounts_by_owner ON accounts (kind, owner) WHERE owner IS NOT NULL;
   CREATE INDEX accounts_by_end ON accounts (kind, ends_at) WHERE ends_at IS NOT NULL;`,
];

/**
 * Creates missing tables. It writes nothing if the schema is current. If several processes start together, one of them creates the
 * tables.
 *
 * @throws an SQLite error if the file is busy: then nothing was done, or everything
 * @throws AgentSafeError ERR_STORE_UNAVAILABLE for the database of another program or of a newer Agent-Safe
 */
export function prepareSchema(database: DatabaseSync, path: string): void {
  // The version is read first. It is written together with the application id, so 0 means that neither is set.
  if (readNumber(database, 'user_version') === VERSIONS.length && isOurs(database)) return;
  inTransaction(database, 'BEGIN', () => readVersion(database, path));
  // Applies to all later commits of all processes, because SQLite stores the mode in the file. Not possible in a transaction.
  database.exec('PRAGMA journal_mode = WAL');
  inTransaction(database, 'BEGIN IMMEDIATE', () => {
    for (const script of VERSIONS.slice(readVersion(database, path))) database.exec(script);
    database.exec(`PRAGMA application_id = ${APPLICATION}; PRAGMA user_version = ${VERSIONS.length}`);
  });
}

/** Runs work in a transaction. After a failure, rolls back, so that no lock is held. */
export function inTransaction<Result>(database: DatabaseSync, begin: string, work: () => Result): Result {
  database.exec(begin);
  try {
    const result = work();
    database.exec('COMMIT');
    return result;
  } finally {
    if (database.isTransaction) database.exec('ROLLBACK');
  }
}

function readVersion(database: DatabaseSync, path: string): number {
  const version = readNumber(database, 'user_version');
  const isNew = version === 0 && database.prepare('SELECT 1 FROM sqlite_schema').get() === undefined;
  if (!isNew && !isOurs(database)) {
    throw refuse(path, 'is the database of another program. Set "state" in agent-safe.yaml to another file.');
  }
  if (version > VERSIONS.length) {
    const written = `was written by a newer Agent-Safe: it has version ${version}, but this Agent-Safe supports ${VERSIONS.length}`;
    throw refuse(path, `${written}. Update Agent-Safe.`);
  }
  return version;
}

export function isOurs(database: DatabaseSync): boolean {
  return readNumber(database, 'application_id') === APPLICATION;
}

function readNumber(database: DatabaseSync, pragma: 'application_id' | 'user_version'): number {
  return Number(Object.values(database.prepare(`PRAGMA ${pragma}`).get() ?? {})[0]);
}
