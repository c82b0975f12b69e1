import type { AccountStore } from './account-store.ts';
import type { ApprovalStore } from './approval-store.ts';
import type { ChangeFeed } from './change-feed.ts';
import type { EncryptedStateStore } from './encrypted-state-store.ts';
import type { LimitStore } from './limit-store.ts';
import type { LogCheckpoints } from './log-checkpoints.ts';
import type { NonceStore } from './nonce-store.ts';
import type { NoticeStore } from './notice-store.ts';
import type { Revocations } from './revocations.ts';
import type { RiskStore } from './risk-store.ts';
import type { StateFacts } from './state-facts.ts';

/**
 * The stores that the processes of one project share. The program that opens the stores must close them.
 *
 * A store that cannot answer throws AgentSafeError ERR_STORE_UNAVAILABLE.
 */
export interface Stores {
  /** The accounts of the server. Without them, only identity tokens prove who calls. */
  readonly accounts?: AccountStore;
  readonly approvals: ApprovalStore;
  /** May lose its last writes if the power fails, but not if a process is killed. */
  readonly limits: LimitStore;
  /** The last checkpoints of audit logs. Without them, only the checkpoint beside a log is compared with the log. */
  readonly logCheckpoints?: LogCheckpoints;
  readonly nonces: NonceStore;
  /** As durable as `limits`. */
  readonly notices: NoticeStore;
  readonly revocations: Revocations;
  /** Compares the state with audit logs. Stores without it end with the process, or are never lost. */
  readonly facts?: StateFacts;
  /** As durable as `limits`. */
  readonly risks: RiskStore;
  /** Values that the runner encrypts. The store does not hold the key. */
  readonly states: EncryptedStateStore;
  /** Calls its listeners when any process may have changed an entry. */
  readonly changes: ChangeFeed;
  /** Closes files and connections. */
  close(): void | Promise<void>;
}
