import {
  type ApprovalCreation,
  type ApprovalEntry,
  type ApprovalFilter,
  type ApprovalStore,
  pendingKey,
  requesterOf,
} from '@agent-safe/core';

/** Milliseconds for which an expired entry is stored: 30 days. */
const RETENTION = 2_592_000_000;
/** Entries checked for removal per creation: more than arrive, and few enough to keep a creation fast. */
const BATCH = 20;
const MOST_LISTED = 1_000;

/** Approval store in memory, lost with the process. For tests, and for a process that approves its own requests. */
export class MemoryApprovalStore implements ApprovalStore {
  /** In order of creation. */
  readonly #entries = new Map<string, ApprovalEntry>();
  /** Ids of the pending entries, by {@link pendingKey}. */
  readonly #pending = new Map<string, string>();

  /** Number of entries. */
  get size(): number {
    return this.#entries.size;
  }

  async create(entry: ApprovalEntry, mostPending = Number.POSITIVE_INFINITY): Promise<ApprovalCreation> {
    const known = this.#entries.get(entry.request_id) ?? this.#findPending(entry);
    if (known !== undefined) return { created: false, entry: known };
    if (this.#countPending(entry) >= mostPending) return { created: false, entry: undefined };
    this.#forget(Date.parse(entry.created_at) - RETENTION);
    this.#put(entry);
    return { created: true, entry };
  }

  async get(requestId: string): Promise<ApprovalEntry | undefined> {
    return this.#entries.get(requestId);
  }

  async list(filter: ApprovalFilter = {}): Promise<readonly ApprovalEntry[]> {
    const { caller, digest, limit = MOST_LISTED, open_at, status } = filter;
    const entries = [...this.#entries.values()].filter(
      (entry) =>
        (caller === undefined || entry.caller === caller) &&
        (digest === undefined || entry.digest === digest) &&
        (status === undefined || entry.status === status) &&
        (open_at === undefined || isOpen(entry, open_at)),
    );
    return entries.slice(0, limit);
  }

  async resolve(requestId: string, next: ApprovalEntry, expectedVersion: number): Promise<boolean> {
    const known = this.#entries.get(requestId);
    if (known?.version !== expectedVersion) return false;
    if (next.status === 'pending' && (this.#findPending(next) ?? known) !== known) return false;
    if (known.status === 'pending') this.#pending.delete(pendingKey(known));
    this.#put(next);
    return true;
  }

  #findPending(entry: ApprovalEntry): ApprovalEntry | undefined {
    return this.#entries.get(this.#pending.get(pendingKey(entry)) ?? '');
  }

  #countPending(entry: ApprovalEntry): number {
    const [requester, began] = [requesterOf(entry), Date.parse(entry.created_at)];
    const pending = [...this.#pending.values()].map((id) => this.#entries.get(id));
    return pending.filter(
      (each) => each !== undefined && requesterOf(each) === requester && Date.parse(each.expires_at) > began,
    ).length;
  }

  #put(entry: ApprovalEntry): void {
    this.#entries.set(entry.request_id, entry);
    if (entry.status === 'pending') this.#pending.set(pendingKey(entry), entry.request_id);
  }

  #forget(over: number): void {
    let left = BATCH;
    // A Map keeps its order when entries are removed during iteration.
    for (const entry of this.#entries.values()) {
      left -= 1;
      if (left < 0) return;
      if (!(Date.parse(entry.expires_at) < over)) continue;
      this.#entries.delete(entry.request_id);
      if (this.#pending.get(pendingKey(entry)) === entry.request_id) this.#pending.delete(pendingKey(entry));
    }
  }
}

function isOpen({ expires_at, status }: ApprovalEntry, at: number): boolean {
  return (status === 'pending' || status === 'approved') && Date.parse(expires_at) > at;
}
