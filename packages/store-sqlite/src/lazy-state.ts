import { lstatSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import {
  AgentSafeError,
  type ApprovalStore,
  type Bearer,
  type LimitStore,
  type NonceStore,
  type NoticeStore,
  type Revocation,
  type RevocationSubject,
  type Revocations,
  type RiskStore,
  type SealedStateStore,
} from '@agent-safe/core';
import { MemoryLimitStore, MemoryRiskStore } from '@agent-safe/risk';
import { openStateDatabase, type StateDatabase } from './state-database.ts';

/** What stands where there is no file: nobody has asked for anything. */
const NONE = { limits: new MemoryLimitStore(), risks: new MemoryRiskStore() };

/**
 * The state of a machine, opened when it is first needed. Where there is no file nothing was ever revoked, and asking makes
 * none; it is looked for each time, so that what another process revokes first counts at once.
 */
export class MachineState implements Revocations {
  readonly path: string;
  readonly #clock: () => number;
  #database: StateDatabase | undefined;

  constructor(path: string, clock: () => number) {
    this.path = path;
    this.#clock = clock;
  }

  async revoke(subject: RevocationSubject): Promise<Revocation> {
    return this.#open().revocations.revoke(subject);
  }

  async lift(agent: string): Promise<Revocation | undefined> {
    return this.#find()?.revocations.lift(agent);
  }

  async isRevoked(bearer: Bearer): Promise<Revocation | undefined> {
    return this.#find()?.revocations.isRevoked(bearer);
  }

  async list(): Promise<readonly Revocation[]> {
    return (await this.#find()?.revocations.list()) ?? [];
  }

  /** What counts is kept in a file that is made where there is none; to look at it makes none. */
  readonly limits: LimitStore = {
    admit: async (...given) => this.#use().limits.admit(...given),
    recordOutcome: async (...given) => this.#use().limits.recordOutcome(...given),
    inspect: async (...given) => (this.#find()?.limits ?? NONE.limits).inspect(...given),
    keys: async (...given) => (await this.#find()?.limits.keys(...given)) ?? [],
  };

  readonly risks: RiskStore = {
    weigh: async (...given) => this.#use().risks.weigh(...given),
    inspect: async (...given) => (this.#find()?.risks ?? NONE.risks).inspect(...given),
    keys: async (...given) => (await this.#find()?.risks.keys(...given)) ?? [],
  };

  /** Nothing is asked for where there is no file: then looking makes none. */
  readonly approvals: ApprovalStore = {
    create: async (...given) => this.#use().approvals.create(...given),
    resolve: async (...given) => this.#use().approvals.resolve(...given),
    get: async (...given) => this.#find()?.approvals.get(...given),
    list: async (...given) => (await this.#find()?.approvals.list(...given)) ?? [],
  };

  readonly notices: NoticeStore = {
    add: async (...given) => this.#use().notices.add(...given),
    take: async (...given) => this.#find()?.notices.take(...given),
    done: async (...given) => this.#use().notices.done(...given),
    retry: async (...given) => this.#use().notices.retry(...given),
  };

  readonly nonces: NonceStore = {
    redeem: async (...given) => this.#use().nonces.redeem(...given),
  };

  readonly states: SealedStateStore = {
    put: async (...given) => this.#use().states.put(...given),
    get: async (...given) => this.#find()?.states.get(...given),
  };

  close(): void {
    this.#database?.close();
    this.#database = undefined;
  }

  #use(): StateDatabase {
    return this.#find() ?? this.#open();
  }

  #find(): StateDatabase | undefined {
    return this.#database === undefined && isMissing(this.path) ? undefined : this.#open();
  }

  #open(): StateDatabase {
    this.#database ??= openStateDatabase(this.path, { clock: this.#clock });
    return this.#database;
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
