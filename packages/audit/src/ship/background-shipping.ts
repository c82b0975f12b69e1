import type { OnParked } from './park.ts';
import { toSafeError } from './safe-error.ts';
import { type ShipResult, shipLog } from './ship-log.ts';
import type { ShipStatus } from './ship-status.ts';
import type { ParkedEvent } from './shipper.ts';
import { DeliveryError, type Destination } from './shipper.ts';

/** Milliseconds between attempts. They double from `first` to `longest` and vary randomly, so that processes do not retry together. */
const BACKOFF = { first: 1_000, longest: 300_000 };
/** Milliseconds before the next attempt if another process ships to the same destination. */
const BUSY = 250;

export type OnShipFailure = (destination: string, error: Error, tries: number) => void;

/** Ships the events that a destination does not have yet, like {@link shipLog}. */
export type ShipPending = (destination: Destination, signal: AbortSignal, onParked?: OnParked) => Promise<ShipResult>;

/** Returns a function that ships a log in a file of this machine. */
export function shipFrom(path: string): ShipPending {
  return (destination, signal, onParked) => shipLog(path, destination, signal, onParked);
}

export interface ShippingOptions {
  /**
   * Called for each failed attempt, with the number of failures since the last success. Its arguments contain no secret. Default: the
   * first failure becomes a process warning.
   */
  readonly onFailure?: OnShipFailure | undefined;
  /** Called for each event that a destination refused for good. Default: it becomes a process warning. */
  readonly onParked?: OnParked | undefined;
  readonly random?: () => number;
  /** Returns how far a destination is behind the log. Default: unknown. */
  readonly readStatus?: ((destination: Destination) => Promise<ShipStatus>) | undefined;
}

/**
 * Ships a log in the background while it grows, to each destination independently. Recording does not wait for it. Events that a
 * process does not ship before it ends are shipped by the next process.
 */
export class Shipping {
  readonly #workers: readonly DestinationWorker[];
  readonly #readStatus: () => Promise<readonly ShipStatus[]>;

  /** @param ship ships the events that a destination does not have yet */
  constructor(ship: ShipPending, destinations: readonly Destination[], options: ShippingOptions = {}) {
    const { onFailure = warn, onParked = warnOfParked, random = Math.random, readStatus } = options;
    this.#readStatus = async () => (readStatus === undefined ? [] : Promise.all(destinations.map(readStatus)));
    this.#workers = destinations.map((destination) => {
      return new DestinationWorker((to, signal) => ship(to, signal, onParked), destination, onFailure, random);
    });
  }

  /** Starts shipping if it does not run already. Call it after new events were recorded. */
  schedule(): void {
    for (const worker of this.#workers) worker.schedule();
  }

  /**
   * Returns how far each destination is behind the log. No destination is contacted.
   *
   * @throws AgentSafeError ERR_AUDIT_INVALID if the log or a position cannot be read
   */
  status(): Promise<readonly ShipStatus[]> {
    return this.#readStatus();
  }

  /** Waits until all events have arrived, at most `grace` milliseconds, then stops. */
  async close(grace: number): Promise<void> {
    await Promise.all(this.#workers.map((worker) => worker.close(grace)));
  }
}

class DestinationWorker {
  readonly #ship: ShipPending;
  readonly #destination: Destination;
  readonly #onFailure: OnShipFailure;
  readonly #random: () => number;
  readonly #stop = new AbortController();
  #hasMore = false;
  #running: Promise<void> | undefined;
  #failures = 0;
  #wake: (() => void) | undefined;

  constructor(ship: ShipPending, destination: Destination, onFailure: OnShipFailure, random: () => number) {
    this.#ship = ship;
    this.#destination = destination;
    this.#onFailure = onFailure;
    this.#random = random;
  }

  schedule(): void {
    this.#hasMore = true;
    if (this.#stop.signal.aborted) return;
    this.#running ??= this.#run().finally(() => {
      this.#running = undefined;
    });
  }

  async close(grace: number): Promise<void> {
    const timer = setTimeout(() => this.#end(), grace);
    // After a failure, the next attempt would come only after its backoff, so it is not waited for.
    if (this.#wake !== undefined && this.#failures > 0) this.#end();
    await this.#running;
    clearTimeout(timer);
    this.#end();
    this.#destination.close?.();
  }

  #end(): void {
    this.#stop.abort();
    this.#wake?.();
  }

  async #run(): Promise<void> {
    while (this.#hasMore && !this.#stop.signal.aborted) {
      this.#hasMore = false;
      const pause = await this.#try();
      if (pause === undefined) continue;
      this.#hasMore = true;
      await this.#wait(pause);
    }
  }

  /** @returns milliseconds to wait before the next attempt; undefined if all events have arrived */
  async #try(): Promise<number | undefined> {
    try {
      const { state } = await this.#ship(this.#destination, this.#stop.signal);
      this.#failures = 0;
      return state === 'busy' ? this.#vary(BUSY) : undefined;
    } catch (error) {
      if (this.#stop.signal.aborted) return undefined;
      this.#failures += 1;
      this.#onFailure(this.#destination.name, toSafeError(error), this.#failures);
      const doubled = Math.min(BACKOFF.first * 2 ** (this.#failures - 1), BACKOFF.longest);
      return Math.max(this.#vary(doubled), error instanceof DeliveryError ? (error.retryAfter ?? 0) : 0);
    }
  }

  #vary(milliseconds: number): number {
    return milliseconds * (0.5 + this.#random());
  }

  async #wait(milliseconds: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      // The timer does not keep the process running.
      timer.unref();
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.#wake = undefined;
  }
}

function warn(destination: string, { message }: Error, tries: number): void {
  if (tries > 1) return;
  process.emitWarning(
    `Audit events could not be shipped to ${destination}: ${message.replace(/\.$/, '')}. Shipping is retried.`,
    {
      code: 'AGENT_SAFE_SHIPPING',
    },
  );
}

/** Describes a parked event in one sentence. */
export function describeParked({ bytes, reason, seq }: ParkedEvent): string {
  return `Event ${seq} (${bytes} bytes) was refused, and a stub was sent in its place: ${reason}. The log still has the event.`;
}

function warnOfParked(destination: string, parked: ParkedEvent): void {
  process.emitWarning(`${destination}: ${describeParked(parked)}`, { code: 'AGENT_SAFE_PARKED' });
}
