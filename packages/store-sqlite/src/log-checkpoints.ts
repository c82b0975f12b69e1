import { dirname, relative } from 'node:path';
import { AgentSafeError, type LogCheckpoint, type LogCheckpoints, parseJson } from '@agent-safe/core';
import type { DatabaseFile } from './database-file.ts';

/**
 * The last checkpoint of each audit log. A log is identified by its path relative to the state file, so that a project can be moved as a
 * whole.
 */
export class SqliteLogCheckpoints implements LogCheckpoints {
  readonly #file: DatabaseFile;
  readonly #state: string;

  /** @param state absolute path of the state file */
  constructor(file: DatabaseFile, state: string) {
    this.#file = file;
    this.#state = state;
  }

  get(log: string): Promise<LogCheckpoint | undefined> {
    return this.#file.read(() => {
      const row = this.#file.statement('SELECT checkpoint FROM log_checkpoints WHERE log = ?').get(this.#key(log));
      return row === undefined ? undefined : readCheckpoint(log, (row as { readonly checkpoint: string }).checkpoint);
    });
  }

  put(log: string, checkpoint: LogCheckpoint): Promise<void> {
    return this.#file.write(() => {
      const insert = this.#file.statement(
        `INSERT INTO log_checkpoints VALUES (?, ?, ?)
         ON CONFLICT (log) DO UPDATE SET size = excluded.size, checkpoint = excluded.checkpoint WHERE size <= excluded.size`,
      );
      insert.run(this.#key(log), checkpoint.size, JSON.stringify(checkpoint));
    });
  }

  remove(log: string): Promise<void> {
    return this.#file.write(() => {
      this.#file.statement('DELETE FROM log_checkpoints WHERE log = ?').run(this.#key(log));
    });
  }

  #key(log: string): string {
    return logKey(this.#state, log);
  }
}

/** Returns the path of a log as a state stores it. */
export function logKey(state: string, log: string): string {
  return relative(dirname(state), log);
}

function readCheckpoint(log: string, text: string): LogCheckpoint {
  try {
    return parseJson(text, 'the checkpoint in the state') as unknown as LogCheckpoint;
  } catch (error) {
    const summary = `The state has an unreadable checkpoint of the audit log: ${log}. Restore the state from a copy.`;
    throw new AgentSafeError('ERR_STORE_UNAVAILABLE', summary, { cause: error });
  }
}
