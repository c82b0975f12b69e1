import type { EncryptedStateStore } from '@agent-safe/core';
import type { DatabaseFile } from './database-file.ts';

/** Encrypted state by the id of its decision. It is never deleted, because a rollback may be requested at any time. */
export class SqliteEncryptedStateStore implements EncryptedStateStore {
  readonly #file: DatabaseFile;
  readonly #clock: () => number;

  constructor(file: DatabaseFile, clock: () => number) {
    this.#file = file;
    this.#clock = clock;
  }

  put(auditId: string, ciphertext: string): Promise<boolean> {
    return this.#file.write(() => {
      const insert = this.#file.statement('INSERT INTO sealed_states VALUES (?, ?, ?) ON CONFLICT DO NOTHING');
      return insert.run(auditId, ciphertext, Math.trunc(this.#clock())).changes === 1;
    });
  }

  get(auditId: string): Promise<string | undefined> {
    return this.#file.read(() => {
      const row = this.#file.statement('SELECT sealed FROM sealed_states WHERE audit_id = ?').get(auditId);
      return row === undefined ? undefined : (row as { readonly sealed: string }).sealed;
    });
  }
}
