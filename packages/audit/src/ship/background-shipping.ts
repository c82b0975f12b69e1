import { describeCause } from '@agent-safe/core';
import { type ShipResult, shipLog } from './ship-log.ts';
import { DeliveryError, type Destination } from './shipper.ts';

/** Milliseconds between tries: they double from the first to the longest, and vary, so that many do not come at once. */
const BACKOFF = { first: 1_000, longest: 300_000 };
/** Milliseconds until a destination that another process ships to is looked at again. */
const BUSY = 250;

export type OnShipFailure = (destination: string, error: Error, tries: number) => void;

/** Ships what a destination does not have yet, as {@link shipLog} does. */
export type ShipPending = (destination: Destination, signal: AbortSignal) => Promise<ShipResult>;

/** Ships a log in a file of this machine. */
export function shipFrom(path: string): ShipPending {
  return (destination, signal) => shipLog(path, destination, signal);
}

export interface ShippingOptions {
  /**
   * Is told of each try that fails, and how many have since the last that did not. It gets no secret. Where it is left out,
   * the first of them becomes a warning of the process.
   */
  readonly onFailure?: OnShipFailure | undefined;
  readonly random?: () => number;
}

/**
 * Ships a log while it grows, each destination on its own. Nobody waits for it: it is told that there is more, and does the
 * rest by itself. What a process does not get to before it ends, the next one ships.
 */
export class Shipping {
  readonly #workers: readonly DestinationWorker[];

  /** @param ship ships what a destination does not have yet */
  constructor(ship: ShipPending, destinations: readonly Destination[], options: ShippingOptions = {}) {
    const onFailure = options.onFailure ?? warn;
    this.#workers = destinations.map((destination) => {
      return new DestinationWorker(ship, destination, onFailure, options.random ?? Math.random);
    });
  }

  /** There may be new events. */
  schedule(): void {
    for (const worker of this.#workers) worker.schedule();
  }

  /** Waits until all has arrived, or for so many milliseconds; then stops. */
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
    // One that failed is not waited for: it would be tried after its pause at the earliest.
    if (this.#wake !== undefined && this.#failures > 0) this.#end();
    await this.#running;
    clearTimeout(timer);
    this.#end();
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

  /** @returns milliseconds to wait before the next try; undefined where all has arrived */
  async #try(): Promise<number | undefined> {
    try {
      const { state } = await this.#ship(this.#destination, this.#stop.signal);
      this.#failures = 0;
      return state === 'busy' ? this.#vary(BUSY) : undefined;
    } catch (error) {
      if (this.#stop.signal.aborted) return undefined;
      this.#failures += 1;
      this.#onFailure(this.#destination.name, toError(error), this.#failures);
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
      // A process that has nothing else to do may end.
      timer.unref();
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.#wake = undefined;
  }
}

/** What a shipper of somebody else throws may hold anything: only what this package made is shown. */
function toError(error: unknown): Error {
  if (error instanceof Error && (error.name === 'DeliveryError' || error.name === 'AgentSafeError')) return error;
  return new DeliveryError(
    `it failed (${error instanceof Error && 'code' in error ? describeCause(error) : 'no code'})`,
  );
}

function warn(destination: string, { message }: Error, tries: number): void {
  if (tries > 1) return;
  process.emitWarning(`Audit events do not arrive at ${destination}, and are tried again: ${message}`, {
    code: 'AGENT_SAFE_SHIPPING',
  });
}
