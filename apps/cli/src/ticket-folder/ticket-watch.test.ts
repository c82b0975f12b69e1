import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  renameSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { AgentSafeError, LocalChangeFeed } from '@agent-safe/core';
import { makeFolder } from '@agent-safe/testkit/folders';
import { describe, expect, test, vi } from 'vitest';
import { TicketFolder } from './ticket-folder.ts';
import { TicketWatch, type TicketWatchOptions, type WatchEvent } from './ticket-watch.ts';

const isPosix = process.platform !== 'win32';

/** A watch of a new folder. Only `look` makes it look again. */
function open(options: Partial<TicketWatchOptions> = {}) {
  const path = makeFolder();
  const feed = new LocalChangeFeed();
  const events: WatchEvent[] = [];
  const executed: string[] = [];
  const time = { now: 0 };
  let looks = 0;
  const stop = new AbortController();
  const watch = new TicketWatch({
    folder: new TicketFolder(path, path),
    concurrency: 1,
    feeds: [feed],
    clock: () => time.now,
    execute: async (ticket) => {
      executed.push(ticket);
      return { ran: true, ticket };
    },
    upkeep: async () => undefined,
    tell: (event) => events.push(event),
    onLook: () => {
      looks += 1;
    },
    ...options,
  });
  const done = watch.run(stop.signal);
  return {
    ...{ path, events, executed, time, stop, done },
    /** Writes a ticket in one step, as a writer has to. */
    put: (name: string, ticket: string) => {
      writeFileSync(join(path, `${name}.tmp`), ticket);
      renameSync(join(path, `${name}.tmp`), join(path, `${name}.ticket`));
    },
    /** Leads to a look, and waits for it. */
    look: async () => {
      const before = looks;
      feed.tell();
      await vi.waitFor(() => expect(looks).toBeGreaterThan(before));
    },
    end: async () => {
      stop.abort();
      await done;
    },
    has: (file: string) => existsSync(join(path, file)),
    read: (file: string) => JSON.parse(readFileSync(join(path, file), 'utf8')) as Readonly<Record<string, unknown>>,
  };
}

describe('a watched folder', () => {
  test('each ticket is executed once in the order of the names, and its result replaces it', async () => {
    const { end, executed, has, look, put, read } = open();
    put('b', ' second\n');
    put('a', 'first');
    await look();
    await vi.waitFor(() => expect(executed).toEqual(['first', 'second']));
    await look();
    expect(read('a.result.json')).toEqual({ ran: true, ticket: 'first' });
    expect([has('a.ticket'), has('b.ticket'), has('b.result.json')]).toEqual([false, false, true]);
    await look();
    expect(executed).toEqual(['first', 'second']);
    await end();
  });

  test('files of other names are left alone', async () => {
    const { end, events, executed, has, look, path } = open();
    for (const name of ['a.ticket.tmp', '.hidden.ticket', 'notes.txt']) writeFileSync(join(path, name), 'x');
    await look();
    expect([executed, events, has('notes.txt'), has('.hidden.ticket')]).toEqual([[], [], true, true]);
    await end();
  });

  test.skipIf(!isPosix)('T23 a link, a pipe, a folder or a large file is refused unread', async () => {
    const { end, events, executed, has, look, path, read } = open({ concurrency: 16 });
    const secret = join(makeFolder({ secret: 'planted' }), 'secret');
    symlinkSync(secret, join(path, 'link.ticket'));
    symlinkSync('/nowhere', join(path, 'broken.ticket'));
    spawnSync('sh', ['-c', 'mkfifo "$0"', join(path, 'pipe.ticket')]);
    mkdirSync(join(path, 'folder.ticket'));
    writeFileSync(join(path, 'large.ticket'), 'x'.repeat(65_537));
    writeFileSync(join(path, 'binary.ticket'), Buffer.from([0xff, 0xfe]));
    await look();
    const names = ['binary', 'broken', 'folder', 'large', 'link', 'pipe'];
    await vi.waitFor(() => expect(names.filter((name) => has(`${name}.result.json`))).toEqual(names));
    for (const name of names) {
      expect(read(`${name}.result.json`)).toMatchObject({ ran: false, code: 'ticket_invalid', ticket_used: false });
    }
    expect(read('link.result.json').reason).toMatch(/^The ticket file is a link\./);
    expect(read('pipe.result.json').reason).toMatch(/^The ticket file is not a regular file\./);
    expect(read('large.result.json').reason).toMatch(/^The ticket file is larger than 65536 bytes\./);
    await look();
    await look();
    expect(executed).toEqual([]);
    // The folder cannot be removed. That is reported once.
    expect(names.filter((name) => lstatSync(join(path, `${name}.ticket`), { throwIfNoEntry: false }))).toEqual([
      'folder',
    ]);
    expect(events.filter(({ event }) => event === 'skipped')).toHaveLength(1);
    expect(events.filter(({ event }) => event === 'refused')).toHaveLength(6);
    expect(readFileSync(secret, 'utf8')).toBe('planted');
    await end();
  });

  test.skipIf(!isPosix)('a name that a shell or a terminal could misread is reported once, and not used', async () => {
    const { end, events, executed, has, look, path } = open();
    const names = ['a b.ticket', '-rf.ticket', '$(id).ticket', 'a\u001b[2J.ticket', `${'x'.repeat(101)}.ticket`];
    for (const name of names) writeFileSync(join(path, name), 'x');
    await look();
    await look();
    expect(executed).toEqual([]);
    expect(events.map((event) => event.event)).toEqual(names.map(() => 'skipped'));
    expect(names.every(has)).toBe(true);
    await end();
  });

  test('a ticket beside an older result is not executed, and the result stays', async () => {
    const { end, events, executed, has, look, path, put } = open();
    writeFileSync(join(path, 'a.result.json'), 'older');
    put('a', 'ticket');
    await look();
    await vi.waitFor(() => expect(has('a.ticket')).toBe(false));
    expect(executed).toEqual([]);
    expect(readFileSync(join(path, 'a.result.json'), 'utf8')).toBe('older');
    expect(events).toMatchObject([{ event: 'discarded', file: 'a.ticket' }]);
    await end();
  });

  test('another ticket that gets the name during a run stays, and is not executed under the result of the first', async () => {
    const { promise: held, resolve: release } = Promise.withResolvers<void>();
    const executed: string[] = [];
    const bench = open({
      execute: async (ticket) => {
        executed.push(ticket);
        await held;
        return { ticket };
      },
    });
    bench.put('a', 'first');
    await bench.look();
    bench.put('a', 'second');
    release();
    await vi.waitFor(() => expect(bench.events.map(({ event }) => event)).toEqual(['result', 'discarded']));
    expect(executed).toEqual(['first']);
    expect(bench.read('a.result.json')).toEqual({ ticket: 'first' });
    await bench.end();
  });

  test.skipIf(!isPosix)('T21 only a group that may write tickets may read results', async () => {
    const { end, look, path, put } = open();
    const modeOf = (name: string) => lstatSync(join(path, `${name}.result.json`)).mode & 0o777;
    chmodSync(path, 0o755);
    put('a', 'x');
    await look();
    await vi.waitFor(() => expect(modeOf('a')).toBe(0o600));
    chmodSync(path, 0o2770);
    put('b', 'x');
    await look();
    await vi.waitFor(() => expect(modeOf('b')).toBe(0o640));
    await end();
  });
});

describe('many files', () => {
  test('a ticket is taken although others with earlier names appear all the time', async () => {
    const executed: string[] = [];
    const bench = open({
      execute: async (ticket) => {
        executed.push(ticket);
        if (executed.length < 50) bench.put(`a-${executed.length}`, 'flood');
        return {};
      },
    });
    bench.put('a', 'flood');
    bench.put('z', 'last');
    await bench.look();
    await vi.waitFor(() => expect(bench.has('z.result.json')).toBe(true));
    expect(executed.indexOf('last')).toBe(1);
    await bench.end();
  });

  test.skipIf(!isPosix)('files that are refused at once do not keep the running executions waiting', async () => {
    const bench = open({ concurrency: 2 });
    await bench.look();
    for (let each = 0; each < 50; each += 1) symlinkSync('/nowhere', join(bench.path, `link-${each}.ticket`));
    const looked = bench.look();
    await new Promise<void>((resolve) => setImmediate(resolve));
    expect(bench.events.length).toBeLessThan(50);
    await looked;
    await vi.waitFor(() => expect(bench.events.filter(({ event }) => event === 'refused')).toHaveLength(50));
    await bench.end();
  });

  test('the folder is not listed for each ticket', async () => {
    const list = vi.spyOn(TicketFolder.prototype, 'list');
    const bench = open();
    for (let each = 0; each < 100; each += 1) bench.put(`t-${each}`, 'x');
    await bench.look();
    await vi.waitFor(() => expect(bench.executed).toHaveLength(100));
    await bench.end();
    expect(list.mock.calls.length).toBeLessThan(10);
    list.mockRestore();
  });
});

describe('the executions', () => {
  test('are at most as many at a time as allowed, and a stop lets the running ones end and starts no other', async () => {
    const waiting: (() => void)[] = [];
    const bench = open({
      concurrency: 2,
      execute: (ticket) => new Promise((resolve) => waiting.push(() => resolve({ ticket }))),
    });
    for (const name of ['a', 'b', 'c', 'd', 'e']) bench.put(name, name);
    await bench.look();
    await bench.look();
    expect(waiting).toHaveLength(2);
    waiting[0]?.();
    await vi.waitFor(() => expect(waiting).toHaveLength(3));
    bench.stop.abort();
    let hasEnded = false;
    void bench.done.then(() => {
      hasEnded = true;
    });
    waiting[1]?.();
    await vi.waitFor(() => expect(bench.has('b.result.json')).toBe(true));
    expect([hasEnded, waiting.length]).toEqual([false, 3]);
    waiting[2]?.();
    await bench.done;
    expect(['a', 'b', 'c', 'd', 'e'].filter((name) => bench.has(`${name}.result.json`))).toEqual(['a', 'b', 'c']);
    expect([bench.has('d.ticket'), bench.has('e.ticket')]).toEqual([true, true]);
  });

  test('T20 a ticket that could not be recorded stays, and is tried again later', async () => {
    let isDown = true;
    const bench = open({
      execute: async () => {
        if (isDown) throw new AgentSafeError('ERR_AUDIT_UNAVAILABLE', 'The log cannot be written.');
        return { ran: true };
      },
    });
    bench.put('a', 'x');
    await bench.look();
    await vi.waitFor(() => expect(bench.events).toMatchObject([{ event: 'failed', code: 'ERR_AUDIT_UNAVAILABLE' }]));
    isDown = false;
    await bench.look();
    expect([bench.has('a.ticket'), bench.has('a.result.json')]).toEqual([true, false]);
    bench.time.now += 60_000;
    await bench.look();
    await vi.waitFor(() => expect(bench.read('a.result.json')).toEqual({ ran: true }));
    await bench.end();
  });

  test('T27 a ticket whose run has no outcome waits for the outcome', async () => {
    let result: object | undefined;
    const bench = open({ execute: async () => result });
    bench.put('a', 'x');
    await bench.look();
    await vi.waitFor(() => expect(bench.events).toMatchObject([{ event: 'postponed', file: 'a.ticket' }]));
    result = { ran: false, earlier_run: { outcome: 'unknown' } };
    bench.time.now += 60_000;
    await bench.look();
    await vi.waitFor(() => expect(bench.read('a.result.json')).toEqual(result));
    await bench.end();
  });
});

describe('the upkeep', () => {
  test('T27 runs before the first ticket and every five minutes, and no ticket runs if it fails at first', async () => {
    const steps: string[] = [];
    const { promise: held, resolve: release } = Promise.withResolvers<void>();
    const bench = open({
      upkeep: async () => {
        steps.push('upkeep');
        await held;
      },
      execute: async (ticket) => {
        steps.push(ticket);
        return {};
      },
    });
    bench.put('a', 'a');
    expect(steps).toEqual(['upkeep']);
    release();
    await vi.waitFor(() => expect(steps).toEqual(['upkeep', 'a']));
    bench.time.now += 299_999;
    await bench.look();
    bench.time.now += 1;
    await bench.look();
    await bench.look();
    expect(steps).toEqual(['upkeep', 'a', 'upkeep']);
    await bench.end();

    const refused = open({ upkeep: () => Promise.reject(new AgentSafeError('ERR_AUDIT_INVALID', 'No log.')) });
    refused.put('a', 'a');
    await expect(refused.done).rejects.toThrow('No log.');
    expect([refused.executed, refused.has('a.ticket')]).toEqual([[], true]);
  });

  test('that fails later is reported, and the tickets go on', async () => {
    let fails = false;
    const bench = open({
      upkeep: async () => {
        if (fails) throw new AgentSafeError('ERR_AUDIT_UNAVAILABLE', 'The log cannot be written.');
      },
    });
    await bench.look();
    fails = true;
    bench.time.now += 300_000;
    await bench.look();
    await vi.waitFor(() =>
      expect(bench.events).toMatchObject([{ event: 'failed', file: null, code: 'ERR_AUDIT_UNAVAILABLE' }]),
    );
    bench.put('a', 'x');
    await bench.look();
    await vi.waitFor(() => expect(bench.executed).toEqual(['x']));
    await bench.end();
  });
});
