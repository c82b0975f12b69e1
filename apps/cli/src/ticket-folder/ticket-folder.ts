import { accessSync, constants, lstatSync, readdirSync, statSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import { AgentSafeError, describeCause } from '@agent-safe/core';
import { replaceFile } from '@agent-safe/core/node';
import { UsageError } from '../command/command.ts';
import { type FileId, readTicketFile, type TicketFile } from './read-ticket-file.ts';

const TICKET = '.ticket';
const RESULT = '.result.json';
/** Names before `.ticket`. Other names could be confused in a log or in a shell. */
const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/;

/** The files of a folder into which other programs write tickets. A name stands for `NAME.ticket` and `NAME.result.json`. */
export class TicketFolder {
  readonly path: string;

  /** @throws UsageError if the folder cannot be used */
  constructor(path: string, given: string) {
    this.path = path;
    try {
      if (!statSync(path).isDirectory()) throw new UsageError(`${given} is not a folder. Name a folder.`);
      accessSync(path, constants.R_OK | constants.W_OK | constants.X_OK);
    } catch (error) {
      if (error instanceof UsageError) throw error;
      const advice = 'Create it, and let this user read and write it.';
      throw new UsageError(`The folder ${given} cannot be used (${describeCause(error)}). ${advice}`);
    }
  }

  /**
   * Returns the names that have a ticket, sorted, and the file names that cannot be used.
   *
   * @throws AgentSafeError ERR_CONFIG_INVALID if the folder cannot be read
   */
  list(): { readonly names: readonly string[]; readonly invalid: readonly string[] } {
    const names = this.#readFolder()
      .filter((file) => file.endsWith(TICKET) && !file.startsWith('.'))
      .map((file) => file.slice(0, -TICKET.length))
      .sort();
    return {
      names: names.filter((name) => NAME.test(name)),
      invalid: names.filter((name) => !NAME.test(name)).map((name) => `${name}${TICKET}`),
    };
  }

  read(name: string): TicketFile | undefined {
    return readTicketFile(this.#ticket(name));
  }

  hasResult(name: string): boolean {
    return lstatSync(this.#result(name), { throwIfNoEntry: false }) !== undefined;
  }

  /** Writes the result of a ticket. Members of the folder's group may read it if they may write tickets. */
  writeResult(name: string, result: object): void {
    const isShared = (statSync(this.path).mode & 0o020) !== 0;
    replaceFile(this.#result(name), `${JSON.stringify(result, undefined, 2)}\n`, isShared ? 0o640 : 0o600);
  }

  /**
   * Removes the ticket that was read. Another file that has its name now stays.
   *
   * @throws the errors of `fs`
   */
  remove(name: string, { dev, ino }: FileId): void {
    const path = this.#ticket(name);
    const now = lstatSync(path, { throwIfNoEntry: false });
    if (now?.dev === dev && now.ino === ino) unlinkSync(path);
  }

  #readFolder(): readonly string[] {
    try {
      return readdirSync(this.path);
    } catch (error) {
      const summary = `The folder ${this.path} cannot be read: ${describeCause(error)}.`;
      throw new AgentSafeError('ERR_CONFIG_INVALID', summary);
    }
  }

  #ticket(name: string): string {
    return join(this.path, `${name}${TICKET}`);
  }

  #result(name: string): string {
    return join(this.path, `${name}${RESULT}`);
  }
}
