import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AuditLog, type Destination, Shipping, shipFrom } from '../src/index.ts';
import { requireValidLog } from './support/require-valid-log.ts';
import { sampleDraft } from './support/sample.ts';

/** T22: measures durable appends while shippers work, fail and hang. */
const LIMIT = 5;

interface Sizes {
  readonly events: number;
}

export const full: Sizes = { events: 2_000 };
export const smoke: Sizes = { events: 20 };

const ships: Readonly<Record<string, Destination['ship'] | undefined>> = {
  'no shipper': undefined,
  'a shipper that works': async () => undefined,
  'a shipper that fails': () => Promise.reject(new Error('down')),
  'a shipper that hangs': () => new Promise(() => undefined),
};

async function measure(ship: Destination['ship'] | undefined, events: number): Promise<readonly number[]> {
  const folder = mkdtempSync(join(tmpdir(), 'agent-safe-bench-'));
  const path = join(folder, 'audit.jsonl');
  const log = new AuditLog(path);
  const destinations = ship === undefined ? [] : [{ name: 'bench', ship }];
  const shipping = new Shipping(shipFrom(path), destinations, { onFailure: () => undefined });
  const times: number[] = [];
  for (let index = 0; index < events; index += 1) {
    const started = performance.now();
    await log.append([sampleDraft(index)]);
    shipping.schedule();
    times.push(performance.now() - started);
  }
  await shipping.close(0);
  await log.close();
  await requireValidLog(path, events);
  rmSync(folder, { recursive: true });
  return times.toSorted((left, right) => left - right);
}

export async function run({ events }: Sizes): Promise<void> {
  await measure(undefined, events);
  console.log(`| with (T22) | append, median | 99% | added delay, median | at most |`);
  console.log('|---|---|---|---|---|');
  let base = 0;
  for (const [name, ship] of Object.entries(ships)) {
    const times = await measure(ship, events);
    const median = times[events >> 1] ?? 0;
    if (ship === undefined) base = median;
    const longer = ship === undefined ? '' : `${Math.max(0, median - base).toFixed(2)} ms`;
    const slow = times[Math.floor(events * 0.99)] ?? 0;
    console.log(
      `| ${name} | ${median.toFixed(2)} ms | ${slow.toFixed(2)} ms | ${longer} | ${ship === undefined ? '' : `${LIMIT} ms`} |`,
    );
  }
}
