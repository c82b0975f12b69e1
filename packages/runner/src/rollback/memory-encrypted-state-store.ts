import type { EncryptedStateStore } from '@agent-safe/core';

/** Store of encrypted state in memory, for tests and for rollbacks within one process. */
export class MemoryEncryptedStateStore implements EncryptedStateStore {
  readonly #states = new Map<string, string>();

  async put(auditId: string, ciphertext: string): Promise<boolean> {
    if (this.#states.has(auditId)) return false;
    this.#states.set(auditId, ciphertext);
    return true;
  }

  async get(auditId: string): Promise<string | undefined> {
    return this.#states.get(auditId);
  }
}
