import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Stores } from '@agent-safe/core';
import { watchFile } from '@agent-safe/core/node';
import { SqliteApprovalStore } from './approval-store.ts';
import { DatabaseFile } from './database-file.ts';
import { SqliteEncryptedStateStore } from './encrypted-state-store.ts';
import { refuse } from './errors.ts';
import { SqliteLimitStore } from './limit-store.ts';
import { SqliteNonceStore } from './nonce-store.ts';
import { SqliteNoticeStore } from './notice-store.ts';
import { SqliteRevocations } from './revocations.ts';
import { SqliteRiskStore } from './risk-store.ts';

export interface StateDatabaseOptions {
  /** Milliseconds since 1970, UTC; the system's where it is left out. */
  readonly clock?: (() => number) | undefined;
  /** Milliseconds to wait for other processes until an operation is refused: 5,000. */
  readonly timeout?: number | undefined;
  /**
   * Whether it is made where there is none: yes. Say no where another process makes it: in a file of its own, nobody would be
   * revoked and no ticket used.
   */
  readonly create?: boolean | undefined;
}

/** The stores of one machine. Any number of processes may have the same file open. */
export interface StateDatabase extends Stores {
  /** Closes the file. Later calls are refused. */
  close(): void;
}

/**
 * Opens the state in a file, which is made where there is none: readable for its owner alone, as is its folder. SQLite
 * keeps two more files beside it while it is open; a copy of it is made by SQLite's backup, and not file by file.
 *
 * Whatever keeps an operation from its answer (locked for too long, a full disk, damage) rejects. It never is an answer.
 *
 * @throws AgentSafeError ERR_STORE_UNAVAILABLE where it cannot be opened, is no state of Agent-Safe, or that of a newer one
 * @example
 * const state = openStateDatabase('.agent-safe/state.db');
 * await state.revocations.revoke({ agent: 'worker-01' });
 * state.close();
 */
export function openStateDatabase(path: string, options: StateDatabaseOptions = {}): StateDatabase {
  const { clock = Date.now, create = true, timeout = 5_000 } = options;
  if (!create) requireFile(path);
  const file = new DatabaseFile(path, timeout);
  return {
    approvals: new SqliteApprovalStore(file),
    limits: new SqliteLimitStore(file),
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
  throw refuse(resolve(path), 'is not there, and was not to be made. Name the state that the decisions are made with.');
}
