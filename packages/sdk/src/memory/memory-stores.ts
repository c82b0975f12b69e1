import { MemoryAccountStore } from '@agent-safe/accounts';
import { MemoryApprovalStore, MemoryNoticeStore } from '@agent-safe/approvals';
import { type ApprovalStore, LocalChangeFeed, type Revocations, type Stores } from '@agent-safe/core';
import { MemoryRevocations } from '@agent-safe/delegation';
import { MemoryLimitStore, MemoryRiskStore } from '@agent-safe/risk';
import { MemoryEncryptedStateStore } from '@agent-safe/runner';
import { MemoryNonceStore } from '@agent-safe/tickets';

export interface MemoryStoresOptions {
  /** Milliseconds since 1970, UTC; the system clock by default. */
  readonly clock?: (() => number) | undefined;
}

/**
 * Opens all stores in memory. They start empty and are lost when the process ends. Give the same stores to all objects
 * that must share them.
 *
 * @example
 * const safe = await AgentSafe.open({ stores: memoryStores(), audit: memoryAuditLog() });
 */
export function memoryStores({ clock }: MemoryStoresOptions = {}): Stores {
  const changes = new LocalChangeFeed();
  return {
    accounts: new MemoryAccountStore(),
    approvals: withApprovalChanges(new MemoryApprovalStore(), changes),
    changes,
    limits: new MemoryLimitStore(),
    nonces: new MemoryNonceStore({ clock }),
    notices: new MemoryNoticeStore(),
    revocations: withRevocationChanges(new MemoryRevocations({ clock }), changes),
    risks: new MemoryRiskStore(),
    states: new MemoryEncryptedStateStore(),
    close: () => undefined,
  };
}

function withApprovalChanges(store: ApprovalStore, changes: LocalChangeFeed): ApprovalStore {
  return {
    get: (...given) => store.get(...given),
    list: (...given) => store.list(...given),
    create: (...given) => store.create(...given).finally(() => changes.tell()),
    resolve: (...given) => store.resolve(...given).finally(() => changes.tell()),
  };
}

function withRevocationChanges(store: Revocations, changes: LocalChangeFeed): Revocations {
  return {
    isRevoked: (...given) => store.isRevoked(...given),
    list: () => store.list(),
    lift: (...given) => store.lift(...given).finally(() => changes.tell()),
    revoke: (...given) => store.revoke(...given).finally(() => changes.tell()),
  };
}
