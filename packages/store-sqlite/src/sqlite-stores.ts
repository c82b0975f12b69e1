import { lstatSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { AgentSafeError } from '@agent-safe/core';
import { watchFile } from '@agent-safe/core/node';
import { reportLimits, reportRisk } from '@agent-safe/risk/state';
import { isDamaged, moveAside } from './damaged-file.ts';
import { lazyAccounts } from './lazy-accounts.ts';
import { openStateDatabase, type StateDatabase, type StateDatabaseOptions } from './state-database.ts';

/**
 * Returns the stores of one machine in one SQLite file. SQLite is loaded and the file is opened on first use.
 *
 * Reading creates no file: if there is none, the stores are empty. Each call checks whether the file exists by now, so a revocation by
 * another process takes effect at once. The path is resolved when this function is called.
 *
 * @example
 * const stores = sqliteStores('.agent-safe/state.db');
 * const safe = await AgentSafe.open({ stores });
 */
export function sqliteStores(path: string, options: Omit<StateDatabaseOptions, 'create'> = {}): StateDatabase {
  const absolute = resolve(path);
  const file = new LazyDatabase(absolute, options);
  const use = () => file.use();
  const find = () => file.find();
  return {
    accounts: lazyAccounts(
      () => find()?.accounts,
      () => use().accounts,
    ),
    approvals: {
      create: async (...given) => use().approvals.create(...given),
      resolve: async (...given) => use().approvals.resolve(...given),
      get: async (...given) => find()?.approvals.get(...given),
      list: async (...given) => (await find()?.approvals.list(...given)) ?? [],
    },
    facts: {
      read: async (...given) => find()?.facts.read(...given),
      know: async (...given) => find()?.facts.know(...given),
      announce: async (...given) => file.open().facts.announce(...given),
      release: async (...given) => find()?.facts.release(...given),
      confirm: async (...given) => (await find()?.facts.confirm(...given)) ?? false,
      unrecorded: async (...given) => (await find()?.facts.unrecorded(...given)) ?? [],
      logs: async () => (await find()?.facts.logs()) ?? [],
      prepare: async () => file.repair(),
      forgetLimits: async () => file.open().facts.forgetLimits(),
      replace: async (...given) => file.open().facts.replace(...given),
    },
    limits: {
      admit: async (...given) => use().limits.admit(...given),
      recordOutcome: async (...given) => use().limits.recordOutcome(...given),
      refund: async (...given) => find()?.limits.refund?.(...given),
      reset: async (...given) => find()?.limits.reset(...given),
      inspect: async (key, limits, now) =>
        find()?.limits.inspect(key, limits, now) ?? reportLimits(undefined, limits, now),
      keys: async (...given) => (await find()?.limits.keys(...given)) ?? [],
    },
    logCheckpoints: {
      get: async (...given) => find()?.logCheckpoints.get(...given),
      put: async (...given) => use().logCheckpoints.put(...given),
      remove: async (...given) => find()?.logCheckpoints.remove(...given),
    },
    nonces: {
      redeem: async (...given) => use().nonces.redeem(...given),
      ticketsUntil: async () => (await find()?.nonces.ticketsUntil?.()) ?? 0,
      isRedeemed: async (...given) => (await find()?.nonces.isRedeemed(...given)) ?? false,
    },
    notices: {
      add: async (...given) => use().notices.add(...given),
      take: async (...given) => find()?.notices.take(...given),
      done: async (...given) => use().notices.done(...given),
      retry: async (...given) => use().notices.retry(...given),
    },
    revocations: {
      // Revoking must always work, so it also creates a missing folder.
      revoke: async (...given) => file.open().revocations.revoke(...given),
      lift: async (...given) => find()?.revocations.lift(...given),
      isRevoked: async (...given) => find()?.revocations.isRevoked(...given),
      list: async () => (await find()?.revocations.list()) ?? [],
    },
    risks: {
      weigh: async (...given) => use().risks.weigh(...given),
      refund: async (...given) => find()?.risks.refund?.(...given),
      reset: async (...given) => find()?.risks.reset(...given),
      inspect: async (key, window, now) =>
        find()?.risks.inspect(key, window, now) ?? reportRisk(undefined, window, now),
      keys: async (...given) => (await find()?.risks.keys(...given)) ?? [],
    },
    states: {
      put: async (...given) => use().states.put(...given),
      get: async (...given) => find()?.states.get(...given),
    },
    changes: watchFile(absolute),
    close: () => file.close(),
  };
}

/** A database file that is opened on first use. */
class LazyDatabase {
  readonly #path: string;
  readonly #options: StateDatabaseOptions;
  #database: StateDatabase | undefined;

  constructor(path: string, options: StateDatabaseOptions) {
    this.#path = path;
    this.#options = options;
  }

  /** Opens the file, and creates it if it is missing. @throws AgentSafeError ERR_STORE_UNAVAILABLE, also if the folder is missing */
  use(): StateDatabase {
    return this.find() ?? this.open();
  }

  /** Opens the file. Returns undefined if it is missing. @throws AgentSafeError ERR_STORE_UNAVAILABLE, also if the folder is missing */
  find(): StateDatabase | undefined {
    return this.#database === undefined && isMissing(this.#path) ? undefined : this.open();
  }

  /** Opens the file, and creates it and its folder if they are missing. @throws AgentSafeError ERR_STORE_UNAVAILABLE */
  open(): StateDatabase {
    this.#database ??= openStateDatabase(this.#path, this.#options);
    return this.#database;
  }

  /** Opens the file. A damaged file is moved aside first. @throws AgentSafeError ERR_STORE_UNAVAILABLE */
  repair(): void {
    try {
      this.open();
    } catch (error) {
      if (!isDamaged(error)) throw error;
      moveAside(this.#path);
      this.open();
    }
  }

  close(): void {
    this.#database?.close();
    this.#database = undefined;
  }
}

/**
 * Returns whether the file is missing. A file without read permission is not missing, so opening it fails instead of losing its
 * revocations.
 *
 * @throws AgentSafeError ERR_STORE_UNAVAILABLE if the folder is missing, because its disk may not be mounted
 */
function isMissing(path: string): boolean {
  try {
    const folder = dirname(path);
    if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() === true) {
      return lstatSync(path, { throwIfNoEntry: false }) === undefined;
    }
  } catch {
    return false;
  }
  const summary = `The state file ${path} cannot be read: its folder is missing. Create the folder, or mount its disk.`;
  throw new AgentSafeError('ERR_STORE_UNAVAILABLE', summary);
}
