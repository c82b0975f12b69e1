import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AuditLog, type Destination, openDestination, Shipping, shipFrom, shipLog } from '../src/index.ts';
import { requireValidLog } from './support/require-valid-log.ts';
import { sampleDraft } from './support/sample.ts';
import { startSlowReceiver } from './support/slow-receiver.ts';

/** T22: measures durable appends while shippers work, fail and hang. */
const LIMIT = 5;
/** T52: a round trip to the receiver of a webhook, in milliseconds. */
const LATENCY = 30;
/** T52: events in one request, and the events a second that must arrive at least. */
const BATCH = 500;
const LEAST_EVENTS = 5_000;

interface Sizes {
  readonly events: number;
  /** Events sent to a webhook: each in its own request, and in batches. */
  readonly alone: number;
  readonly batched: number;
}

export const full: Sizes = { events: 2_000, alone: 100, batched: 50_000 };
export const smoke: Sizes = { events: 20, alone: 3, batched: 1_200 };

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

/** Returns the events a second that arrive at a webhook. */
async function measureWebhook(batch: number, events: number): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'agent-safe-bench-'));
  const path = join(folder, 'audit.jsonl');
  const log = new AuditLog(path);
  for (let from = 0; from < events; from += 1_000)
    await log.append(Array.from({ length: Math.min(1_000, events - from) }, (_, index) => sampleDraft(from + index)));
  await log.close();
  const receiver = await startSlowReceiver(LATENCY);
  const secret = `whsec_${Buffer.alloc(32, 'bench').toString('base64')}`;
  const destination = openDestination(
    { backend: 'webhook', url: receiver.url, secret, allow_private: true, batch },
    path,
  );
  const started = performance.now();
  const { seq } = await shipLog(path, destination, new AbortController().signal);
  const seconds = (performance.now() - started) / 1_000;
  destination.close?.();
  receiver.close();
  const { size } = statSync(path);
  rmSync(folder, { recursive: true });
  if (seq !== events || receiver.received() < size)
    throw new Error(`${seq} of ${events} events arrived, in ${receiver.received()} of ${size} bytes`);
  return events / seconds;
}

async function runWebhook({ alone, batched }: Sizes): Promise<void> {
  const one = await measureWebhook(1, alone);
  const many = await measureWebhook(BATCH, batched);
  console.log(`\n| webhook at ${LATENCY} ms (T52) | events/s | beside one a request | at least |`);
  console.log('|---|---|---|---|');
  console.log(`| one event a request | ${one.toFixed(0)} | 1 × | |`);
  console.log(`| ${BATCH} events a request | ${many.toFixed(0)} | ${(many / one).toFixed(0)} × | ${LEAST_EVENTS}/s |`);
}

export async function run(sizes: Sizes): Promise<void> {
  const { events } = sizes;
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
  await runWebhook(sizes);
}
