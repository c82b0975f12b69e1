import type { LogCheckpoints } from '@agent-safe/core';
import type { RecordedEvent } from '../write/audit-log.ts';

/**
 * Keeps the last event of a log in the state of a project without keys. The chain of hashes makes it stand for all events before it.
 * The event is durable before the state knows it.
 */
export class LastEventKeeper {
  readonly #path: string;
  readonly #checkpoints: LogCheckpoints;
  readonly #every: number;
  #last: RecordedEvent | undefined;
  /** Number of the last event that this process kept. */
  #kept = 0;

  /** @param every number of events after which the last event is kept */
  constructor(path: string, checkpoints: LogCheckpoints, every: number) {
    this.#path = path;
    this.#checkpoints = checkpoints;
    this.#every = every;
  }

  async add(event: RecordedEvent): Promise<void> {
    this.#last = event;
    if (event.seq - this.#kept >= this.#every) await this.keep();
  }

  /** Keeps the last event. If the state cannot be written, the event that it keeps already still counts. */
  async keep(): Promise<void> {
    const last = this.#last;
    if (last === undefined || last.seq === this.#kept) return;
    const { hash: entry_hash, place, seq: size } = last;
    try {
      await this.#checkpoints.put(this.#path, { size, entry_hash, ...place, note: null, proof: [] });
      this.#kept = size;
    } catch {
      // The next event tries again.
    }
  }
}
