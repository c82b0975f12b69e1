import { lstatSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import {
  AgentSafeError,
  type Bearer,
  type Revocation,
  type RevocationSubject,
  type Revocations,
} from '@agent-safe/core';
import { openStateDatabase, type StateDatabase } from '@agent-safe/store-sqlite';

/**
 * The state of a machine, opened when it is first needed. Where there is no file nothing was ever revoked, and asking makes
 * none; it is looked for each time, so that what another process revokes first counts at once.
 */
export class MachineState implements Revocations {
  readonly #path: string;
  readonly #clock: () => number;
  #database: StateDatabase | undefined;

  constructor(path: string, clock: () => number) {
    this.#path = path;
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

  close(): void {
    this.#database?.close();
    this.#database = undefined;
  }

  #find(): StateDatabase | undefined {
    return this.#database === undefined && isMissing(this.#path) ? undefined : this.#open();
  }

  #open(): StateDatabase {
    this.#database ??= openStateDatabase(this.#path, { clock: this.#clock });
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
