import { setImmediate } from 'node:timers/promises';
import type { AuditDraft, AuditQuery, AuditReader, AuditSink, LoggedEvent, LogLine } from '@agent-safe/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkAsyncLaw } from '../laws/law.ts';
import { anyDraft } from '../laws/samples.ts';
import { MINUTE, type OpenStore, openForTest, START, withStore } from './opened-store.ts';

/** Log with its writing and reading ports. */
export type AuditLogPorts = AuditSink & AuditReader;

const NO_HASH = '0'.repeat(64);

/** Registers tests with vitest for the contracts of `AuditSink` and `AuditReader`. Both ports belong to one log.
 *
 * @example
 * testAuditLog('in memory', (clock) => {
 *   const log = memoryAuditLog({ clock });
 *   return { store: log, close: () => log.close() };
 * });
 */
export function testAuditLog(name: string, open: OpenStore<AuditLogPorts>): void {
  describe(`audit log, ${name}`, () => {
    testSink(open);
    testReader(open);
    testFollow(open);
    testApprovals(open);
    testExclusive(open);

    test('law: a query behaves like a filter over all events', async () => {
      const type = fc.constantFrom('decision', 'revocation', 'state_capture');
      const place = fc.option(fc.nat({ max: 14 }), { nil: undefined });
      const law = fc.asyncProperty(
        fc.array(type, { maxLength: 12 }),
        fc.option(fc.subarray(['decision', 'revocation', 'checkpoint']), { nil: undefined }),
        place,
        place,
        (events, types, after, before) =>
          withStore(open, async (log) => {
            for (const event_type of events) await log.append([anyDraft({ event_type, fields: {} })]);
            const expected = events
              .map((event_type, index) => ({ event_type, seq: index + 1 }))
              .filter(({ seq }) => seq > (after ?? 0) && seq < (before ?? Number.POSITIVE_INFINITY))
              .filter(({ event_type }) => types === undefined || types.some((each) => each === event_type))
              .map(({ seq }) => seq)
              .reverse();
            expect(seqs(await collect(log, { types, after, before }))).toEqual(expected);
          }),
      );
      await checkAsyncLaw(`audit log, ${name}`, law, { runs: 100 });
    });
  });
}

function testSink(open: OpenStore<AuditLogPorts>): void {
  test('events have consecutive numbers from 1, the time of the clock, and a hash chain', async () => {
    const { store: log, time } = await openForTest(open);
    const first = await log.append([draft('evt-1'), draft('evt-2')]);
    time.now += MINUTE;
    const second = await log.append([draft('evt-3')]);
    const receipts = [...first, ...second];
    expect(receipts.map(({ event_id, seq }) => [seq, event_id])).toEqual([
      [1, 'evt-1'],
      [2, 'evt-2'],
      [3, 'evt-3'],
    ]);
    expect(receipts.map(({ timestamp }) => Date.parse(timestamp) - START)).toEqual([0, 0, MINUTE]);
    const events = (await collect(log)).reverse();
    expect(events).toMatchObject(receipts);
    expect(events.map(({ prev_hash }) => prev_hash)).toEqual([
      NO_HASH,
      ...receipts.slice(0, -1).map(({ entry_hash }) => entry_hash),
    ]);
  });

  test('an event without an id gets a new id', async () => {
    const { store: log } = await openForTest(open);
    const receipts = await log.append([draft(), draft()]);
    const ids = receipts.map(({ event_id }) => event_id);
    expect(new Set(ids).size).toBe(2);
    for (const id of ids) expect(await log.find(id)).toMatchObject({ event_id: id });
  });

  test('the events of one call are consecutive, even with concurrent calls', async () => {
    const { store: log } = await openForTest(open);
    const groups = Array.from({ length: 30 }, (_, group) => [draft(`evt-${group}-a`), draft(`evt-${group}-b`)]);
    const receipts = await Promise.all(groups.map((drafts) => log.append(drafts)));
    const all = receipts.flat().map(({ seq }) => seq);
    expect(all.toSorted((left, right) => left - right)).toEqual(Array.from({ length: 60 }, (_, index) => index + 1));
    for (const [first, second] of receipts) expect(second?.seq).toBe((first?.seq ?? 0) + 1);
  });

  test.each([
    [
      'an event with a field of the hash chain',
      anyDraft({ event_type: 'decision', event_id: 'evt-2', fields: { prev_hash: NO_HASH } }),
    ],
    [
      'an event that is too long',
      anyDraft({ event_type: 'decision', event_id: 'x'.repeat(5 * 1024 * 1024), fields: {} }),
    ],
  ])('T20 %s is refused, and no event of its call is recorded', async (_, wrong) => {
    const { store: log } = await openForTest(open);
    await expect(log.append([draft('evt-1'), wrong])).rejects.toMatchObject({ code: 'ERR_AUDIT_UNAVAILABLE' });
    expect(await collect(log)).toEqual([]);
    expect(await log.append([draft('evt-3')])).toMatchObject([{ seq: 1 }]);
  });

  test('a later change of a draft does not change the recorded event', async () => {
    const { store: log } = await openForTest(open);
    const fields = { text: 'before' };
    const appending = log.append([anyDraft({ event_type: 'decision', event_id: 'evt-1', fields })]);
    fields.text = 'after';
    await appending;
    expect(await log.find('evt-1')).toMatchObject({ text: 'before' });
  });
}

function testReader(open: OpenStore<AuditLogPorts>): void {
  test('an empty log has no events, and reading adds none', async () => {
    const { store: log } = await openForTest(open);
    expect(await log.find('evt-1')).toBeUndefined();
    expect(await collect(log)).toEqual([]);
    expect(await log.latestVersion('apr-1', 0)).toBeUndefined();
    expect(await log.append([draft()])).toMatchObject([{ seq: 1 }]);
  });

  test('an event is found by its id, with all its fields', async () => {
    const { store: log } = await openForTest(open);
    const fields = { text: 'ä\u0000"\\\n', list: [1, null, { deep: true }], number: 1.5 };
    await log.append([draft('evt-1'), anyDraft({ event_type: 'decision', event_id: 'evt-2', fields }), draft('evt-3')]);
    expect(await log.find('evt-2')).toMatchObject({ ...fields, v: 1, seq: 2, event_type: 'decision' });
    expect(await log.find('evt-4')).toBeUndefined();
    expect(await log.find('')).toBeUndefined();
  });

  test('events are listed newest first, with the requested types and numbers', async () => {
    const { store: log } = await openForTest(open);
    const types = ['decision', 'revocation', 'decision', 'delegation', 'decision'] as const;
    for (const event_type of types) await log.append([anyDraft({ event_type, fields: {} })]);
    expect(seqs(await collect(log))).toEqual([5, 4, 3, 2, 1]);
    expect(seqs(await collect(log, { types: ['decision'] }))).toEqual([5, 3, 1]);
    expect(seqs(await collect(log, { after: 2 }))).toEqual([5, 4, 3]);
    expect(seqs(await collect(log, { before: 4 }))).toEqual([3, 2, 1]);
    expect(seqs(await collect(log, { types: ['decision'], after: 1, before: 5 }))).toEqual([3]);
    expect(seqs(await collect(log, { types: [] }))).toEqual([]);
    expect(seqs(await collect(log, { after: 5 }))).toEqual([]);
  });

  test('many events are read, and reading may stop at any event', async () => {
    const { store: log } = await openForTest(open);
    await log.append(Array.from({ length: 1_000 }, () => draft(undefined, 'x'.repeat(200))));
    expect(await collect(log)).toHaveLength(1_000);
    for await (const line of log.readBackwards()) {
      expect(line).toMatchObject({ event: { seq: 1_000 } });
      break;
    }
    expect(await log.append([draft()])).toMatchObject([{ seq: 1_001 }]);
  });
}

function testFollow(open: OpenStore<AuditLogPorts>): void {
  test('a follower gets each later event once and in order, until it stops', async () => {
    const { store: log } = await openForTest(open);
    await log.append([draft('evt-before')]);
    const stop = new AbortController();
    const lines = log.follow(stop.signal, { types: ['decision'] })[Symbol.asyncIterator]();
    const first = await recordUntil(log, lines.next());
    const start = eventOf(first).seq ?? 0;
    expect(start).toBeGreaterThan(1);
    const end =
      (await log.append([anyDraft({ event_type: 'revocation', fields: {} }), draft('evt-last')]))[1]?.seq ?? 0;
    const seen = [start];
    while (seen.at(-1) !== end) seen.push(eventOf(await lines.next()).seq ?? 0);
    // The revocation has another type, and is the second-last event.
    const all = Array.from({ length: end - start + 1 }, (_, index) => start + index);
    expect(seen).toEqual(all.filter((seq) => seq !== end - 1));
    stop.abort();
    expect(await lines.next()).toMatchObject({ done: true });
  });

  test('a stopped follower gets no events', async () => {
    const { store: log } = await openForTest(open);
    await log.append([draft()]);
    for await (const _ of log.follow(AbortSignal.abort())) expect.unreachable();
  });
}

function testApprovals(open: OpenStore<AuditLogPorts>): void {
  const approval = (request_id: string, version: number, mark: string | null): AuditDraft => {
    const event_type = version === 1 ? 'approval_requested' : 'approval_resolved';
    return anyDraft({ event_type, fields: { request_id, version, ...(mark === null ? {} : { mark }) } });
  };

  test('T25 the latest version of a request is the highest one, with its first mark', async () => {
    const { store: log } = await openForTest(open);
    await log.append([draft('evt-decision')]);
    await log.append([approval('apr-1', 1, 'a'), approval('apr-2', 1, null)]);
    expect(await log.latestVersion('apr-1', 1)).toEqual({ version: 1, mark: 'a' });
    expect(await log.latestVersion('apr-2', 1)).toEqual({ version: 1, mark: null });
    await log.append([approval('apr-1', 3, 'c'), approval('apr-1', 2, 'b'), approval('apr-1', 3, 'late')]);
    expect(await log.latestVersion('apr-1', 1)).toEqual({ version: 3, mark: 'c' });
    expect(await log.latestVersion('apr-3', 1)).toBeUndefined();
  });

  test('T25 events up to the given number are ignored', async () => {
    const { store: log } = await openForTest(open);
    await log.append([approval('apr-1', 1, 'a'), draft(), approval('apr-1', 2, 'b'), draft()]);
    expect(await log.latestVersion('apr-1', 2)).toEqual({ version: 2, mark: 'b' });
    expect(await log.latestVersion('apr-1', 3)).toBeUndefined();
    expect(await log.latestVersion('apr-1', 0)).toEqual({ version: 2, mark: 'b' });
  });

  test('T25 other event types with the same fields are ignored', async () => {
    const { store: log } = await openForTest(open);
    const fields = { request_id: 'apr-1', version: 7, mark: 'x' };
    await log.append([approval('apr-1', 1, 'a'), anyDraft({ event_type: 'decision', fields })]);
    expect(await log.latestVersion('apr-1', 0)).toEqual({ version: 1, mark: 'a' });
  });
}

function testExclusive(open: OpenStore<AuditLogPorts>): void {
  test('exclusive functions never overlap, and a failure does not block the next one', async () => {
    const { store: log } = await openForTest(open);
    let atWork = 0;
    const work = async () => {
      atWork += 1;
      expect(atWork).toBe(1);
      await log.append([draft()]);
      atWork -= 1;
      return 'done';
    };
    const answers = await Promise.all(Array.from({ length: 5 }, () => log.exclusively(work)));
    // A caller during another's work waits a short time, or gets undefined.
    for (const answer of answers) expect(['done', undefined]).toContain(answer);
    expect(answers).toContain('done');
    await expect(log.exclusively(() => Promise.reject(new Error('it failed')))).rejects.toThrow('it failed');
    expect(await log.exclusively(work)).toBe('done');
  });

  test('T27 a caller gets undefined while another function keeps the exclusive right', async () => {
    const { store: log } = await openForTest(open);
    expect(await log.exclusively(() => log.exclusively(async () => 'both at once'))).toBeUndefined();
    expect(await log.exclusively(async () => 'alone')).toBe('alone');
  });
}

/** Records events until one of them has arrived, because the start of a follower cannot be observed. */
async function recordUntil<Value>(log: AuditSink, arriving: Promise<Value>): Promise<Value> {
  let isThere = false;
  const arrived = arriving.finally(() => {
    isThere = true;
  });
  while (!isThere) {
    await log.append([draft()]);
    await setImmediate();
  }
  return arrived;
}

function draft(event_id?: string, text = ''): AuditDraft {
  return anyDraft({ event_type: 'decision', ...(event_id === undefined ? {} : { event_id }), fields: { text } });
}

async function collect(log: AuditReader, query?: AuditQuery): Promise<LoggedEvent[]> {
  const events: LoggedEvent[] = [];
  for await (const line of log.readBackwards(query)) {
    if (!('event' in line)) throw new Error('The log has a damaged line.');
    events.push(line.event);
  }
  return events;
}

function seqs(events: readonly LoggedEvent[]): readonly (number | undefined)[] {
  return events.map(({ seq }) => seq);
}

function eventOf({ value }: IteratorResult<LogLine, unknown>): LoggedEvent {
  if (value === undefined || !('event' in (value as LogLine))) throw new Error('The line has no event.');
  return (value as { readonly event: LoggedEvent }).event;
}
