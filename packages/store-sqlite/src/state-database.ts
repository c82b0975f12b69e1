import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { AccountStore, LogCheckpoints, StateFacts, Stores } from '@agent-safe/core';
import { watchFile } from '@agent-safe/core/node';
import { SqliteApprovalStore } from './approval-store.ts';
import { DatabaseFile } from './database-file.ts';
import { SqliteEncryptedStateStore } from './encrypted-state-store.ts';
import { refuse } from './errors.ts';
import { fileAccounts } from './lazy-accounts.ts';
import { SqliteLimitStore } from './limit-store.ts';
import { SqliteLogCheckpoints } from './log-checkpoints.ts';
import { SqliteNonceStore } from './nonce-store.ts';
import { SqliteNoticeStore } from './notice-store.ts';
import { SqliteRevocations } from './revocations.ts';
import { SqliteRiskStore } from './risk-store.ts';
import { SqliteStateFacts } from './state-facts.ts';

export interface StateDatabaseOptions {
  /** Returns the time in milliseconds since 1970, UTC. Default: the system clock. */
  readonly clock?: (() => number) | undefined;
  /** Milliseconds to wait for the lock of another process before an operation fails. Default: 60,000. */
  readonly timeout?: number | undefined;
  /**
   * Whether a missing file is created. Default: true. Pass false if another process creates the file: a new file would have no
   * revocations and no used tickets.
   */
  readonly create?: boolean | undefined;
}

/** The stores of one machine. Any number of processes may have the same file open. */
export interface StateDatabase extends Stores {
  readonly accounts: AccountStore;
  readonly logCheckpoints: LogCheckpoints;
  readonly facts: StateFacts;
  /** Closes the file. Later calls are refused. */
  close(): void;
}

/**
 * Opens a state file. A missing file and folder are created, with access for the owner only.
 *
 * SQLite has two more files next to an open file, so copy it with the backup of SQLite and not as a single file. An operation that
 * cannot be done (locked for too long, full disk, damage) rejects with ERR_STORE_UNAVAILABLE.
 *
 * @throws AgentSafeError ERR_STORE_UNAVAILABLE if the file cannot be opened, or is not a state file of this or an older Agent-Safe
 * @example
 * const state = openStateDatabase('.agent-safe/state.db');
 * await state.revocations.revoke({ agent: 'worker-01' });
 * state.close();
 */
export function openStateDatabase(path: string, options: StateDatabaseOptions = {}): StateDatabase {
  const { clock = Date.now, create = true, timeout = 60_000 } = options;
  if (!create) requireFile(path);
  const file = new DatabaseFile(path, timeout);
  return {
    accounts: fileAccounts(file),
    approvals: new SqliteApprovalStore(file),
    facts: new SqliteStateFacts(file, resolve(path), clock),
    limits: new SqliteLimitStore(file),
    logCheckpoints: new SqliteLogCheckpoints(file, resolve(path)),
    nonces: new SqliteNonceStore(file, clock),
    notices: new SqliteNoticeStore(file),
    revocations: new SqliteRevocations(file, clock),
    risks: new SqliteRiskStore(file),
    states: new SqliteEncryptedStateStore(file, clock),
    changes: watchFile(resolve(path)),
    close: () => file.close(),
  };
}

function requireFile(path: string): void {
  if (existsSync(path)) return;
  throw refuse(resolve(path), 'does not exist. Give the path of the state file that decisions use.');
}
