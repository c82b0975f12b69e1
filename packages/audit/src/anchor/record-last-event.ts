import type { LogCheckpoints } from '@agent-safe/core';
import type { RecordedEvent } from '../write/audit-log.ts';

/**
 * Stores the last event of a log in the state of a project without keys. Its hash covers all events before it.
 * The event is durable before the state has it.
 */
export class LastEventRecorder {
  readonly #path: string;
  readonly #checkpoints: LogCheckpoints;
  readonly #every: number;
  #last: RecordedEvent | undefined;
  /** Number of the last event that this process stored. */
  #stored = 0;

  /** @param every number of events after which the last event is stored */
  constructor(path: string, checkpoints: LogCheckpoints, every: number) {
    this.#path = path;
    this.#checkpoints = checkpoints;
    this.#every = every;
  }

  async add(event: RecordedEvent): Promise<void> {
    this.#last = event;
    if (event.seq - this.#stored >= this.#every) await this.store();
  }

  /** Stores the last event. If the state cannot be written, the earlier event still counts. */
  async store(): Promise<void> {
    const last = this.#last;
    if (last === undefined || last.seq === this.#stored) return;
    const { hash: entry_hash, place, seq: size } = last;
    try {
      await this.#checkpoints.put(this.#path, { size, entry_hash, ...place, note: null, proof: [] });
      this.#stored = size;
    } catch {
      // The next event tries again.
    }
  }
}
