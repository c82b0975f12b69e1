import type { AccountRecord, AccountStore, AccountTable, Stores } from '@agent-safe/core';

interface Checks {
  /** Throws if the state lacks facts. */
  readonly check: () => Promise<void>;
  /** Called before each revocation. */
  readonly announce: () => Promise<void>;
}

/**
 * Returns stores that answer only while the state has every recorded fact. A revocation is always stored, because it restricts. Limits
 * and encrypted states have no facts.
 */
export function checkedStores(stores: Stores, { announce, check }: Checks): Stores {
  const { approvals, nonces, revocations } = stores;
  return {
    approvals: {
      create: (...given) => check().then(() => approvals.create(...given)),
      get: (...given) => check().then(() => approvals.get(...given)),
      list: (...given) => check().then(() => approvals.list(...given)),
      resolve: (...given) => check().then(() => approvals.resolve(...given)),
    },
    nonces: {
      redeem: (...given) => check().then(() => nonces.redeem(...given)),
      isRedeemed: (...given) => check().then(() => nonces.isRedeemed(...given)),
      ticketsUntil: async () => (await nonces.ticketsUntil?.()) ?? 0,
    },
    revocations: {
      revoke: (...given) => announce().then(() => revocations.revoke(...given)),
      lift: (...given) => check().then(() => revocations.lift(...given)),
      isRevoked: (...given) => check().then(() => revocations.isRevoked(...given)),
      list: () => check().then(() => revocations.list()),
    },
    ...(stores.accounts === undefined ? {} : { accounts: checkedAccounts(stores.accounts, check) }),
    ...(stores.facts === undefined ? {} : { facts: stores.facts }),
    changes: stores.changes,
    limits: stores.limits,
    notices: stores.notices,
    risks: stores.risks,
    states: stores.states,
    close: () => stores.close(),
  };
}

function checkedAccounts({ keys, links, sessions, users }: AccountStore, check: Checks['check']): AccountStore {
  return {
    keys: checkedTable(keys, check),
    users: checkedTable(users, check),
    sessions: checkedTable(sessions, check),
    links: checkedTable(links, check),
  };
}

function checkedTable<Stored extends AccountRecord>(
  table: AccountTable<Stored>,
  check: Checks['check'],
): AccountTable<Stored> {
  return {
    get: (...given) => check().then(() => table.get(...given)),
    list: (...given) => check().then(() => table.list(...given)),
    put: (...given) => check().then(() => table.put(...given)),
    remove: (...given) => check().then(() => table.remove(...given)),
    removeAll: (...given) => check().then(() => table.removeAll(...given)),
    removeEnded: (...given) => table.removeEnded(...given),
    touch: (...given) => table.touch(...given),
  };
}
