import { join } from 'node:path';
import { anyDraft } from '@agent-safe/testkit';
import { expect, onTestFinished, test } from 'vitest';
import { shipLog } from '../src/ship/ship-log.ts';
import { readShipStatus } from '../src/ship/ship-status.ts';
import { DeliveryError, type Destination } from '../src/ship/shipper.ts';
import { AuditLog } from '../src/write/audit-log.ts';
import { makeFolder } from './support/folder.ts';

const never = new AbortController().signal;
const NOW = Date.UTC(2026, 0, 5, 12);

async function logOf(count: number) {
  const path = join(makeFolder(), 'audit.jsonl');
  const log = new AuditLog(path, { clock: () => NOW });
  onTestFinished(() => log.close());
  const add = async (more: number) => {
    for (let index = 0; index < more; index += 1) await log.append([anyDraft({ event_type: 'decision', fields: {} })]);
  };
  await add(count);
  return { path, add };
}

function destination(fails: () => Error | undefined): Destination {
  return {
    name: 'siem',
    ship: async () => {
      const error = fails();
      if (error !== undefined) throw error;
    },
  };
}

test('T54 the status has the lag and the last error of a destination, without secrets', async () => {
  const { add, path } = await logOf(3);
  let error: Error | undefined = new DeliveryError('https://siem.example: the receiver answered 503');
  const siem = destination(() => error);
  const status = () => readShipStatus(path, siem, NOW + 90_000);
  expect(await status()).toMatchObject({ seq: 0, end_seq: 3, lag_events: 3, lag_seconds: 90 });
  expect((await status()).last_error).toBeUndefined();
  await expect(shipLog(path, siem, never)).rejects.toThrow('503');
  expect((await status()).last_error).toMatchObject({ message: error.message, failures: 1 });
  error = new Error('whsec_hunter2');
  await expect(shipLog(path, siem, never)).rejects.toThrow();
  expect((await status()).last_error).toMatchObject({ message: 'the shipper failed (no error code)', failures: 2 });
  error = undefined;
  await shipLog(path, siem, never);
  const done = await status();
  expect(done).toMatchObject({ seq: 3, lag_events: 0, lag_bytes: 0, lag_seconds: 0 });
  expect(done.last_error).toBeUndefined();
  expect(done.last_delivery_at).toMatch(/^\d{4}-/);
  await add(2);
  const behind = await status();
  expect(behind).toMatchObject({ seq: 3, lag_events: 2, last_delivery_at: done.last_delivery_at });
  expect(behind.lag_bytes).toBeGreaterThan(200);
});

test('T54 the status is read while another process ships', async () => {
  const { path } = await logOf(3);
  let seen: unknown;
  const siem: Destination = {
    name: 'siem',
    atOnce: 2,
    ship: async () => {
      seen = await readShipStatus(path, siem, NOW);
    },
  };
  await shipLog(path, siem, never);
  expect(seen).toMatchObject({ seq: 2, lag_events: 1 });
});
