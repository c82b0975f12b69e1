import { lstatSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { AgentSafeError } from '@agent-safe/core';
import { watchFile } from '@agent-safe/core/node';
import { MemoryLimitStore, MemoryRiskStore } from '@agent-safe/risk';
import { openStateDatabase, type StateDatabase, type StateDatabaseOptions } from './state-database.ts';

/** What a missing file holds: nobody has asked for anything. */
const EMPTY = { limits: new MemoryLimitStore(), risks: new MemoryRiskStore() };

/**
 * The stores of one machine in one SQLite file. Nothing is opened, and SQLite is not loaded, before the first entry is read or
 * written. Reading makes no file: while there is none, nothing was revoked and nothing was asked for. The file is looked for
 * at each call, so a revocation by another process counts at once.
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
    approvals: {
      create: async (...given) => use().approvals.create(...given),
      resolve: async (...given) => use().approvals.resolve(...given),
      get: async (...given) => find()?.approvals.get(...given),
      list: async (...given) => (await find()?.approvals.list(...given)) ?? [],
    },
    limits: {
      admit: async (...given) => use().limits.admit(...given),
      recordOutcome: async (...given) => use().limits.recordOutcome(...given),
      reset: async (...given) => find()?.limits.reset(...given),
      inspect: async (...given) => (find()?.limits ?? EMPTY.limits).inspect(...given),
      keys: async (...given) => (await find()?.limits.keys(...given)) ?? [],
    },
    nonces: { redeem: async (...given) => use().nonces.redeem(...given) },
    notices: {
      add: async (...given) => use().notices.add(...given),
      take: async (...given) => find()?.notices.take(...given),
      done: async (...given) => use().notices.done(...given),
      retry: async (...given) => use().notices.retry(...given),
    },
    revocations: {
      // A kill switch works also where the folder is not there yet.
      revoke: async (...given) => file.open().revocations.revoke(...given),
      lift: async (...given) => find()?.revocations.lift(...given),
      isRevoked: async (...given) => find()?.revocations.isRevoked(...given),
      list: async () => (await find()?.revocations.list()) ?? [],
    },
    risks: {
      weigh: async (...given) => use().risks.weigh(...given),
      reset: async (...given) => find()?.risks.reset(...given),
      inspect: async (...given) => (find()?.risks ?? EMPTY.risks).inspect(...given),
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

/** A database file that is opened when it is first needed. */
class LazyDatabase {
  readonly #path: string;
  readonly #options: StateDatabaseOptions;
  #database: StateDatabase | undefined;

  constructor(path: string, options: StateDatabaseOptions) {
    this.#path = path;
    this.#options = options;
  }

  /** Opens the file. Where there is none it is made, unless its folder is missing. @throws AgentSafeError ERR_STORE_UNAVAILABLE */
  use(): StateDatabase {
    return this.find() ?? this.open();
  }

  /** Opens the file; undefined where there is none. @throws AgentSafeError ERR_STORE_UNAVAILABLE */
  find(): StateDatabase | undefined {
    return this.#database === undefined && isMissing(this.#path) ? undefined : this.open();
  }

  /** Opens the file, and makes it and its folder where they are missing. @throws AgentSafeError ERR_STORE_UNAVAILABLE */
  open(): StateDatabase {
    this.#database ??= openStateDatabase(this.#path, this.#options);
    return this.#database;
  }

  close(): void {
    this.#database?.close();
    this.#database = undefined;
  }
}

/**
 * A file that cannot be looked at is not missing: whoever may not see it cannot tell what was revoked. Neither is one whose
 * folder is missing: a disk may not be mounted.
 *
 * @throws AgentSafeError ERR_STORE_UNAVAILABLE
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
  const summary = `The state ${path} cannot be looked at: there is no such folder. Make it, or mount its disk.`;
  throw new AgentSafeError('ERR_STORE_UNAVAILABLE', summary);
}
