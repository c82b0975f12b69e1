import type { AccountRecord, AccountStore, AccountTable, ApiKey, Session, SignInLink, User } from '@agent-safe/core';

/** Accounts of one process, lost with it. For tests. */
export class MemoryAccountStore implements AccountStore {
  readonly keys: AccountTable<ApiKey> = new MemoryTable();
  readonly users: AccountTable<User> = new MemoryTable();
  readonly sessions: AccountTable<Session> = new MemoryTable();
  readonly links: AccountTable<SignInLink> = new MemoryTable();
}

class MemoryTable<Stored extends AccountRecord> implements AccountTable<Stored> {
  readonly #records = new Map<string, Stored>();

  async get(id: string): Promise<Stored | undefined> {
    return this.#records.get(id);
  }

  async list(owner?: string): Promise<readonly Stored[]> {
    return this.#listed(owner).sort((left, right) => (left.id < right.id ? -1 : 1));
  }

  async put(record: Stored): Promise<boolean> {
    const known = this.#records.get(record.id);
    if ((known?.version ?? 0) !== record.version - 1) return false;
    this.#records.set(record.id, structuredClone({ ...record, used_at: known?.used_at ?? record.used_at }));
    return true;
  }

  async remove(id: string): Promise<Stored | undefined> {
    const known = this.#records.get(id);
    this.#records.delete(id);
    return known;
  }

  async removeAll(owner: string): Promise<readonly Stored[]> {
    const removed = this.#listed(owner);
    for (const { id } of removed) this.#records.delete(id);
    return removed;
  }

  async removeEnded(now: number): Promise<void> {
    for (const { ends_at, id } of this.#records.values()) {
      if (ends_at !== null && ends_at <= now) this.#records.delete(id);
    }
  }

  async touch(id: string, at: number): Promise<void> {
    const known = this.#records.get(id);
    if (known !== undefined) this.#records.set(id, { ...known, used_at: Math.max(known.used_at ?? 0, at) });
  }

  #listed(owner: string | undefined): Stored[] {
    const all = [...this.#records.values()];
    return owner === undefined ? all : all.filter((record) => record.owner === owner);
  }
}
