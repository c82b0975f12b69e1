import { verifyProof } from '@agent-safe/audit';
import type { AuditReader, LogLine } from '@agent-safe/core';
import { servicesOf } from '@agent-safe/sdk/server';
import { expect, test } from 'vitest';
import { LogSummary } from '../src/native/audit/summary.ts';
import { RESTART, SCALE } from './support/project.ts';
import { shareServer } from './support/server.ts';

const open = shareServer();
const MINUTE = 60_000;
const START = Date.parse('2026-01-05T12:00:00Z');

test('pages walk through all events once, newest first, with every filter', async () => {
  const server = open();
  const worker = await server.agent('paging-worker');
  for (let count = 0; count < 7; count++) await server.send('POST', '/api/v1/check', worker, RESTART);
  const viewer = server.user('vera', ['viewer']);
  const seen: number[] = [];
  for (let next: number | null = Number.MAX_SAFE_INTEGER; next !== null; ) {
    const path = `/api/v1/audit/events?limit=3&caller=paging-*&type=decision&before=${next}`;
    const { body, status } = await server.send('GET', path, viewer);
    expect(status).toBe(200);
    seen.push(...body.events.map(({ seq }: { seq: number }) => seq));
    next = body.next;
  }
  expect(seen).toHaveLength(7);
  expect(seen).toEqual(seen.toSorted((left, right) => right - left));
  for (const filter of [
    'caller=nobody',
    'action=x-*',
    'caller=paging-*&result=deny',
    'code=none',
    'until=2020-01-01T00:00:00Z',
  ]) {
    const { body } = await server.send('GET', `/api/v1/audit/events?type=decision&${filter}`, viewer);
    expect(body.events, filter).toEqual([]);
  }
  const all = await server.send(
    'GET',
    '/api/v1/audit/events?since=2020-01-01T00:00:00Z&result=allow&limit=500',
    viewer,
  );
  expect(all.body.events.length).toBeGreaterThanOrEqual(7);
});

test('an agent reads its own decisions, and no event', async () => {
  const server = open();
  const [own, other] = [await server.agent('reading-worker'), await server.agent('curious-worker')];
  const { body } = await server.send('POST', '/api/v1/check', own, RESTART);
  expect((await server.send('GET', `/api/v1/decisions/${body.audit_id}`, own)).body).toMatchObject({
    audit_id: body.audit_id,
    caller: 'reading-worker',
  });
  expect((await server.send('GET', `/api/v1/decisions/${body.audit_id}`, other)).status).toBe(404);
  expect((await server.send('GET', '/api/v1/decisions?caller=reading-worker', other)).body.decisions).toEqual([]);
  expect((await server.send('GET', '/api/v1/decisions', own)).body.decisions).toHaveLength(1);
  expect((await server.send('GET', '/api/v1/audit/events', own)).status).toBe(403);
  // The ticket is a secret, and is not in the log.
  expect(JSON.stringify((await server.send('GET', '/api/v1/decisions', own)).body)).not.toContain(body.ticket.token);
});

test('an event has its place in the chain, and a proof that its reader verifies', async () => {
  const server = open();
  const gateway = await server.pep('auditor', ['audit:read']);
  const { body } = await server.send('POST', '/api/v1/check', await server.agent('proven-worker'), RESTART);
  const early = await server.send('GET', `/api/v1/audit/events/${body.audit_id}/proof`, gateway);
  expect(early).toMatchObject({ status: 409, body: { error: { code: 'checkpoint_missing' } } });
  await server.project.safe.audit.checkpoint();
  const found = await server.send('GET', `/api/v1/audit/events/${body.audit_id}`, gateway);
  const { seq } = found.body.position;
  expect(found.body).toMatchObject({
    event: { seq, caller: 'proven-worker' },
    checkpoint: { size: expect.any(Number) },
  });
  expect((await server.send('GET', `/api/v1/audit/events/${seq}`, gateway)).body.event).toEqual(found.body.event);
  const proved = await server.send('GET', `/api/v1/audit/events/${seq}/proof`, gateway);
  expect(proved.status).toBe(200);
  const { keys } = servicesOf(server.project.safe);
  const { openVerifiers } = await import('@agent-safe/sdk');
  const verdict = verifyProof(Buffer.from(proved.body.proof), { keys: await openVerifiers(keys.requireCheckpoints()) });
  expect(verdict).toMatchObject({ ok: true });
  for (const id of ['999999', 'evt-none', '0', '-1'])
    expect((await server.send('GET', `/api/v1/audit/events/${id}`, gateway)).status, id).toBe(404);
});

test('statistics and the timeline count decisions', async () => {
  const server = open();
  const worker = await server.agent('counted-worker');
  const viewer = server.user('vera', ['viewer']);
  const before = (await server.send('GET', '/api/v1/audit/statistics', viewer)).body;
  await server.send('POST', '/api/v1/check', worker, RESTART);
  await server.send('POST', '/api/v1/check', worker, SCALE);
  await server.send('POST', '/api/v1/check', worker, { action: 'no-such-action' });
  const { body } = await server.send('GET', '/api/v1/audit/statistics', viewer);
  expect(body.coverage.complete).toBe(true);
  for (const kind of ['allow', 'deny', 'require_approval']) expect(body.total[kind]).toBe(before.total[kind] + 1);
  expect(body.callers).toContainEqual({ name: 'counted-worker', events: 3 });
  const timeline = await server.send('GET', '/api/v1/audit/timeline?bucket=minute', viewer);
  const sum = timeline.body.buckets.reduce((total: number, { events }: { events: number }) => total + events, 0);
  expect(sum).toBe(body.total.events);
  const tooMany = await server.send('GET', '/api/v1/audit/timeline?bucket=minute&since=2020-01-01T00:00:00Z', viewer);
  expect(tooMany).toMatchObject({ status: 422, body: { error: { code: 'request_invalid' } } });
});

/** A log of events that are a second apart. It counts the lines that are read. */
class SampleLog implements Pick<AuditReader, 'readBackwards'> {
  size: number;
  read = 0;

  constructor(size: number) {
    this.size = size;
  }

  async *readBackwards({ after = 0, before = Number.POSITIVE_INFINITY } = {}): AsyncGenerator<LogLine> {
    for (let seq = Math.min(this.size, before - 1); seq > after; seq--) {
      this.read += 1;
      yield {
        event: {
          v: 1,
          seq,
          event_type: 'decision',
          timestamp: new Date(START + seq * 1_000).toISOString(),
          action: `action-${seq % 1_000}`,
          caller: `caller-${seq}`,
          result: seq % 3 === 0 ? 'deny' : 'allow',
          code: 'rule',
        },
      };
    }
  }
}

test('a question about a large log reads a bounded part, and each event once', async () => {
  const log = new SampleLog(1_000_000);
  const summary = new LogSummary(log);
  const end = START + 1_000_000_000;
  const first = await summary.cover(0);
  expect(first.complete).toBe(false);
  expect(log.read).toBeLessThan(70_000);
  expect(await summary.cover(end - 40_000_000)).toMatchObject({ complete: true, to_seq: 1_000_000 });
  log.read = 0;
  log.size += 10;
  expect(await summary.cover(end - 40_000_000)).toMatchObject({ complete: true, to_seq: 1_000_010 });
  expect(log.read).toBe(11);
  while (!(await summary.cover(0)).complete);
  const counts = summary.timeline(0, end + MINUTE, 1e12).map(({ counts }) => counts.events);
  expect(counts.reduce((sum, each) => sum + each, 0)).toBe(1_000_010);
  // Names are chosen by callers, so they must not fill the memory.
  const [other] = summary.top('callers', 0, end + MINUTE, 3);
  expect(other?.name).toBe('(other)');
});

test('a log that was replaced by a shorter one is counted again', async () => {
  const log = new SampleLog(100);
  const summary = new LogSummary(log);
  await summary.cover(0);
  log.size = 10;
  expect(await summary.cover(0)).toMatchObject({ complete: true, from_seq: 1, to_seq: 10 });
  const [all] = summary.timeline(0, START * 2, 1e14);
  expect(all?.counts).toMatchObject({ events: 10, deny: 3 });
});
