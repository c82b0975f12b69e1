import type { SealedStateStore } from '@agent-safe/core';

/** Sealed state as long as this process lives: for tests, and for rollbacks that do not outlive it. */
export class MemorySealedStateStore implements SealedStateStore {
  readonly #sealed = new Map<string, string>();

  async put(auditId: string, sealed: string): Promise<boolean> {
    if (this.#sealed.has(auditId)) return false;
    this.#sealed.set(auditId, sealed);
    return true;
  }

  async get(auditId: string): Promise<string | undefined> {
    return this.#sealed.get(auditId);
  }
}
