import {
  appendFileSync,
  linkSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { anyDraft } from '@agent-safe/testkit';
import { afterEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { CheckpointSigner } from '../src/checkpoint/checkpoint-signer.ts';
import { Shipping, shipFrom } from '../src/ship/background-shipping.ts';
import { openDestination } from '../src/ship/destinations.ts';
import { filesystemDestination } from '../src/ship/filesystem.ts';
import { shipLog } from '../src/ship/ship-log.ts';
import { DeliveryError, type Destination, type ShippedEvent } from '../src/ship/shipper.ts';
import { verifyLog } from '../src/verify/verify.ts';
import { AuditLog } from '../src/write/audit-log.ts';
import { makeFolder } from './support/folder.ts';
import { makeSigner } from './support/signer.ts';

const never = new AbortController().signal;

/** Makes a log with the given number of events. */
async function logOf(count: number, maxBytes?: number): Promise<{ log: AuditLog; path: string; folder: string }> {
  const folder = makeFolder();
  const path = join(folder, 'audit.jsonl');
  const log = new AuditLog(path, { maxBytes });
  onTestFinished(() => log.close());
  await add(log, count);
  return { log, path, folder };
}

async function add(log: AuditLog, count: number): Promise<void> {
  for (let index = 0; index < count; index += 1) {
    const fields = { result: 'allow', reason: `number ${index} — ünïcode` };
    await log.append([anyDraft({ event_type: 'decision', fields })]);
  }
}

/** A destination that collects events and fails on request. */
function collector(fails: () => Error | undefined = () => undefined) {
  const events: ShippedEvent[] = [];
  const destination: Destination = {
    name: 'collector',
    ship: async (batch) => {
      const error = fails();
      if (error !== undefined) throw error;
      events.push(...batch);
    },
  };
  return { destination, events, seqs: () => events.map(({ seq }) => seq) };
}

const upTo = (count: number, from = 1) => Array.from({ length: count }, (_, index) => from + index);

describe('shipping', () => {
  test('delivers every event of all files once and in order, and later only new events', async () => {
    const { log, path } = await logOf(25, 4_096);
    const { destination, events, seqs } = collector();
    expect(await shipLog(path, destination, never)).toEqual({ shipped: 25, seq: 25, state: 'done' });
    expect(seqs()).toEqual(upTo(25));
    await add(log, 2);
    expect(await shipLog(path, destination, never)).toEqual({ shipped: 2, seq: 27, state: 'done' });
    expect(seqs()).toEqual(upTo(27));
    expect(new Set(events.map(({ event_id }) => event_id)).size).toBe(27);
    expect(JSON.parse(events[0]?.line ?? '')).toMatchObject({ seq: 1, reason: 'number 0 — ünïcode' });
  });

  test('T22 continues after the last event that arrived, after any number of failures', async () => {
    const { path } = await logOf(450);
    let tries = 0;
    const { destination, seqs } = collector(() => {
      tries += 1;
      return tries % 2 === 0 ? new DeliveryError('down') : undefined;
    });
    await expect(shipLog(path, destination, never)).rejects.toThrow('down');
    expect(seqs()).toEqual(upTo(200));
    await expect(shipLog(path, destination, never)).rejects.toThrow('down');
    expect(await shipLog(path, destination, never)).toMatchObject({ state: 'done', seq: 450 });
    expect(seqs()).toEqual(upTo(450));
  });

  test('repeats events with the same ids if their response was lost', async () => {
    const { path } = await logOf(3);
    const { destination, events } = collector();
    const forgetful = {
      ...destination,
      ship: async (...given: Parameters<Destination['ship']>) => {
        await destination.ship(...given);
        throw new DeliveryError('the response was lost');
      },
    };
    await expect(shipLog(path, forgetful, never)).rejects.toThrow('lost');
    await shipLog(path, destination, never);
    const ids = events.map(({ event_id }) => event_id);
    expect(ids.slice(3)).toEqual(ids.slice(0, 3));
  });

  test('T22 stores the position after each small delivery, also if a later one fails', async () => {
    const { path } = await logOf(10);
    let taken = 0;
    const { destination, seqs } = collector(() => (taken++ === 4 ? new DeliveryError('too slow') : undefined));
    await expect(shipLog(path, { ...destination, atOnce: 1 }, never)).rejects.toThrow('too slow');
    expect(seqs()).toEqual(upTo(4));
    await shipLog(path, { ...destination, atOnce: 1 }, never);
    expect(seqs()).toEqual(upTo(10));
  });

  test('stores one position for each destination', async () => {
    const { path } = await logOf(3);
    const [one, other] = [collector(), collector()];
    await shipLog(path, one.destination, never);
    await shipLog(path, { ...other.destination, name: 'other' }, never);
    expect([one.seqs(), other.seqs()]).toEqual([upTo(3), upTo(3)]);
  });

  test('runs in one process at a time for each destination', async () => {
    const { path } = await logOf(3);
    const { destination, seqs } = collector();
    let inner: unknown;
    const slow: Destination = {
      ...destination,
      ship: async (...given) => {
        inner = await shipLog(path, destination, never);
        await destination.ship(...given);
      },
    };
    await shipLog(path, slow, never);
    expect(inner).toMatchObject({ state: 'busy', shipped: 0 });
    expect(seqs()).toEqual(upTo(3));
  });

  test('stops at a tampered event and at another log', async () => {
    const { path } = await logOf(5);
    const { destination, seqs } = collector();
    const lines = readFileSync(path, 'utf8').split('\n');
    writeFileSync(path, lines.with(3, (lines[3] ?? '').replace('allow', 'deny!')).join('\n'));
    await expect(shipLog(path, destination, never)).rejects.toMatchObject({ code: 'ERR_AUDIT_INVALID' });
    writeFileSync(path, lines.join('\n'));
    await shipLog(path, destination, never);
    rmSync(path);
    await add(await reopen(path), 9);
    await expect(shipLog(path, destination, never)).rejects.toThrow(/does not continue the events that were shipped/);
    expect(seqs()).toEqual(upTo(5));
  });

  test('includes the torn bytes with their closing event', async () => {
    const { log, path } = await logOf(2);
    await log.close();
    appendFileSync(path, '{"v":1,"seq":3,"event_id":"evt-torn');
    await add(await reopen(path), 1);
    const { destination, events } = collector();
    await shipLog(path, destination, never);
    expect(events.map(({ event_type }) => event_type)).toEqual(['decision', 'decision', 'log_sealed', 'decision']);
    expect(Buffer.from(events[2]?.torn ?? []).toString()).toBe('{"v":1,"seq":3,"event_id":"evt-torn\n');
  });
});

async function reopen(path: string): Promise<AuditLog> {
  const log = new AuditLog(path);
  onTestFinished(() => log.close());
  return log;
}

describe('a copy in another file', () => {
  test('equals the log byte for byte, has the same verdict, and has the largest checkpoint next to it', async () => {
    const { log, path, folder } = await logOf(5, 4_096);
    const signer = new CheckpointSigner(log, makeSigner());
    const copy = join(folder, 'elsewhere', '..', 'copy.jsonl');
    const { note } = await signer.sign();
    await shipLog(path, filesystemDestination(copy, path), never);
    await log.close();
    appendFileSync(path, '{"v":1,"seq":7,"eve');
    const next = await reopen(path);
    await add(next, 20);
    await shipLog(path, filesystemDestination(copy, path), never);
    expect(await verifyLog(copy)).toMatchObject({ verdict: 'ok, unanchored', seq: 27, seals: [{ seq: 7 }] });
    expect(await verifyLog(copy)).toMatchObject({ entry_hash: (await verifyLog(path)).entry_hash });
    expect(readFileSync(`${copy}.checkpoint`, 'utf8')).toBe(note);
  });

  test('that was truncated inside an event is completed', async () => {
    const { log, path, folder } = await logOf(4);
    const destination = filesystemDestination(join(folder, 'copy.jsonl'), path);
    await shipLog(path, destination, never);
    const { length } = readFileSync(join(folder, 'copy.jsonl'));
    // The events arrived, but the position was not stored, as after a loss of power.
    truncateSync(join(folder, 'copy.jsonl'), length - 10);
    rmSync(findCursor(folder));
    await add(log, 1);
    await shipLog(path, destination, never);
    expect(readFileSync(join(folder, 'copy.jsonl'), 'utf8')).toBe(readFileSync(path, 'utf8'));
  });

  test('that was moved away is not started again in the middle of the log', async () => {
    const { log, path, folder } = await logOf(2);
    const destination = filesystemDestination(join(folder, 'copy.jsonl'), path);
    await shipLog(path, destination, never);
    renameSync(join(folder, 'copy.jsonl'), join(folder, 'moved.jsonl'));
    await add(log, 1);
    await expect(shipLog(path, destination, never)).rejects.toThrow(/Restore that file, or copy to another path/);
  });

  test('over the log itself is refused', async () => {
    const { path } = await logOf(1);
    for (const name of ['audit.jsonl', 'audit.jsonl.lock', 'audit.jsonl.checkpoint', 'audit.000000000001.jsonl']) {
      const option = { backend: 'filesystem', path: join(dirname(path), name) } as const;
      expect(() => openDestination(option, path), name).toThrow(/is a file of the log itself/);
    }
    const before = readFileSync(path);
    const [hard, soft] = [join(dirname(path), 'hard.jsonl'), join(dirname(path), 'soft.jsonl')];
    linkSync(path, hard);
    symlinkSync(path, soft);
    await expect(shipLog(path, filesystemDestination(hard, path), never)).rejects.toThrow(/a file of the log itself/);
    expect(() => filesystemDestination(soft, path)).toThrow(/a file of the log itself/);
    expect(readFileSync(path).equals(before)).toBe(true);
  });

  test('over a copy of another log is refused, whichever of the two logs is longer', async () => {
    const [long, short] = [await logOf(30), await logOf(5)];
    const copy = join(long.folder, 'copy.jsonl');
    await shipLog(long.path, filesystemDestination(copy, long.path), never);
    await expect(shipLog(short.path, filesystemDestination(copy, short.path), never)).rejects.toThrow(
      /contains another log/,
    );
    rmSync(copy);
    await shipLog(short.path, filesystemDestination(copy, short.path), never);
    const other = await logOf(30);
    await expect(shipLog(other.path, filesystemDestination(copy, other.path), never)).rejects.toThrow(
      /contains another log/,
    );
  });
});

function findCursor(folder: string): string {
  return join(folder, readdirSync(folder).find((name) => name.startsWith('audit.jsonl.ship-')) ?? 'none');
}

describe('background shipping', () => {
  afterEach(() => void vi.useRealTimers());

  /** Waits until all running deliveries have ended. */
  async function waitUntil(condition: () => boolean): Promise<void> {
    while (!condition()) await new Promise((resolve) => setImmediate(resolve));
  }

  test('T22 does not delay events while a destination hangs, and loses none', async () => {
    const { log, path } = await logOf(1);
    let hang = true;
    const { destination, seqs } = collector();
    const began = Promise.withResolvers<void>();
    const hanging: Destination = {
      ...destination,
      ship: async (...given) => {
        began.resolve();
        if (hang) await new Promise(() => undefined);
        await destination.ship(...given);
      },
    };
    const shipping = new Shipping(shipFrom(path), [hanging]);
    shipping.schedule();
    await began.promise;
    // Neither the next event nor the end of the process waits for the destination.
    await add(log, 3);
    shipping.schedule();
    await shipping.close(0);
    expect(seqs()).toEqual([]);
    hang = false;
    await shipLog(path, hanging, never);
    expect(seqs()).toEqual(upTo(4));
  });

  test('T22 retries a destination that fails with growing backoff, and reports each failure', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const { log, path } = await logOf(2);
    let isDown = true;
    const failures: [string, string, number][] = [];
    const { destination, seqs } = collector(() => (isDown ? new Error('whsec_c2VjcmV0') : undefined));
    const onFailure = (name: string, { message }: Error, tries: number) => void failures.push([name, message, tries]);
    const shipping = new Shipping(shipFrom(path), [destination], { onFailure, random: () => 0.5 });
    shipping.schedule();
    await waitUntil(() => failures.length === 1);
    await waitUntil(() => vi.getTimerCount() === 1);
    vi.advanceTimersByTime(999);
    expect(failures).toHaveLength(1);
    vi.advanceTimersByTime(1);
    await waitUntil(() => failures.length === 2 && vi.getTimerCount() === 1);
    isDown = false;
    vi.advanceTimersByTime(2_000);
    await waitUntil(() => seqs().length === 2);
    expect(failures.map(([name, , tries]) => [name, tries])).toEqual([
      ['collector', 1],
      ['collector', 2],
    ]);
    // Errors of foreign shippers may contain secrets.
    expect(JSON.stringify(failures)).not.toContain('whsec_');
    vi.useRealTimers();
    await shipping.close(0);
    await log.close();
  });

  test('ships the remaining events in the next process', async () => {
    const { path } = await logOf(3);
    const { destination, seqs } = collector();
    const shipping = new Shipping(shipFrom(path), [destination]);
    shipping.schedule();
    await shipping.close(60_000);
    expect(seqs()).toEqual(upTo(3));
  });
});

describe('destinations', () => {
  test.each<[unknown, RegExp]>([
    [{ backend: 'ftp' }, /backend\. It must be one of "filesystem", "s3", "webhook"/],
    [null, /must be an object, but it is null/],
    [{ ship: 1 }, /a non-empty string and a function/],
    [async () => undefined, /needs a name/],
    [{ backend: 'filesystem', pth: 'x' }, /Unknown option: auditShippers\[\]\.pth\. Did you mean "path"\?/],
    [{ backend: 'filesystem' }, /Missing option: auditShippers\[\]\.path\./],
    [{ backend: 's3', bucket: 7 }, /auditShippers\[\]\.bucket\. It must be text, but it is an integer/],
    [
      { backend: 'webhook', url: 'https://example.com', allowPrivate: true },
      /Unknown option: auditShippers\[\]\.allowPrivate\./,
    ],
    [{ backend: 'webhook', url: 'https://example.com' }, /AGENT_SAFE_WEBHOOK_SECRET holds no signing secret/],
    [{ backend: 'webhook', url: 'https://example.com', secret_env: 'MINE' }, /MINE holds no signing secret/],
    [{ backend: 'webhook', url_env: 'NO_URL', secret: 'whsec_x' }, /NO_URL holds no URL/],
    [{ backend: 'webhook', url: 'https://example.com', secret: 'whsec_topsecret' }, /cannot be shipped by webhook/],
  ])('%j is refused', (settings, message) => {
    const open = () => openDestination(settings as Parameters<typeof openDestination>[0], 'audit.jsonl', {});
    expect(open).toThrow(message);
    expect(open).not.toThrow(/topsecret/);
  });

  test('a function is a destination with the name of the function', async () => {
    const { path } = await logOf(2);
    const seen: string[] = [];
    const ship = async (events: readonly ShippedEvent[]) =>
      void seen.push(...events.map(({ event_type }) => event_type));
    const destination = openDestination(ship, path);
    expect(destination.name).toBe('function-ship');
    await shipLog(path, destination, never);
    expect(seen).toEqual(['decision', 'decision']);
  });
});
