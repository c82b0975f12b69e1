import type { AgentSafe } from '@agent-safe/sdk';
import { countOpenCircuits, servicesOf } from '@agent-safe/sdk/server';
import type { ServerMetrics } from './server-metrics.ts';

/** Milliseconds for which counts of the stores are used again. */
const FRESH = 1_000;
/** Most approval requests that are counted. */
const MOST_APPROVALS = 1_000;

/** Reads the numbers that the stores hold. A number that cannot be read is left out. */
export class StoredMetrics {
  readonly #metrics: ServerMetrics;
  #readAt = Number.NEGATIVE_INFINITY;

  constructor(metrics: ServerMetrics) {
    this.#metrics = metrics;
  }

  /** @param elapsed milliseconds of a clock that never goes back */
  async read(safe: AgentSafe, elapsed: number): Promise<void> {
    if (elapsed - this.#readAt < FRESH) return;
    this.#readAt = elapsed;
    const { clock, limits, recorder, stores, tokenService } = servicesOf(safe);
    const { approvals, circuits, shipLag, shipLagSeconds, shipParked } = this.#metrics;
    const now = clock();
    await Promise.allSettled([
      leaveOut(approvals, async () => {
        const waiting = await stores?.approvals.list({ status: 'pending', open_at: now, limit: MOST_APPROVALS });
        approvals.set(waiting?.length ?? 0);
      }),
      leaveOut(circuits, async () => {
        circuits.set(await countOpenCircuits(limits, tokenService.verifiesCallers, now));
      }),
      (async () => {
        const destinations = await recorder?.shippingStatus().catch(() => []);
        for (const metric of [shipLag, shipLagSeconds, shipParked]) metric.clear();
        for (const { destination, lag_events, lag_seconds, parked } of destinations ?? []) {
          shipLag.set(lag_events, destination);
          shipLagSeconds.set(lag_seconds, destination);
          shipParked.set(parked, destination);
        }
      })(),
    ]);
  }
}

/** An old number would look as if it were current. */
async function leaveOut(metric: { clear(): void }, read: () => Promise<void>): Promise<void> {
  try {
    await read();
  } catch {
    metric.clear();
  }
}
