import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LoggedEvent, LogLine } from '@agent-safe/core';
import { anyDraft, checkAsyncLaw } from '@agent-safe/testkit';
import fc from 'fast-check';
import { describe, expect, onTestFinished, test } from 'vitest';
import { compileFilter, type EventConditions } from '../src/read/line-filter.ts';
import { isShown } from '../src/read/line-scanner.ts';
import { readBackwards } from '../src/read/read-events.ts';
import { selectEvents } from '../src/read/select-events.ts';
import { AuditLog } from '../src/write/audit-log.ts';
import { makeFolder } from './support/folder.ts';

const DAY = 24 * 3_600_000;
const NOW = Date.UTC(2026, 5, 15);

/** Records events at the given times. */
async function logOf(
  events: readonly {
    readonly at?: number;
    readonly type?: 'decision' | 'delegation' | 'risk_reset';
    readonly fields: object;
  }[],
  maxBytes?: number,
): Promise<string> {
  const path = join(makeFolder(), 'audit.jsonl');
  let time = NOW;
  const log = new AuditLog(path, { clock: () => time, maxBytes });
  onTestFinished(() => log.close());
  for (const { at, fields, type = 'decision' } of events) {
    time = at ?? NOW;
    await log.append([anyDraft({ event_type: type, fields })]);
  }
  await log.close();
  return path;
}

async function collect(lines: AsyncIterable<LogLine>): Promise<readonly LogLine[]> {
  const collected: LogLine[] = [];
  for await (const line of lines) collected.push(line);
  return collected;
}

async function select(path: string, conditions: EventConditions, last?: number) {
  const selected = await selectEvents(path, compileFilter(conditions), last);
  const lines = await collect(selected.lines());
  const reasons = lines.map((line) => ('event' in line ? (line.event as { reason?: unknown }).reason : 'damaged'));
  return { reasons, older: await selected.countOlder() };
}

const anyName = fc.constantFrom('dev/app', 'prod/a"b', 'ünïcode', 'a\\b', 'scale-app', 'x\u0001', '日本', '');
const anyGlob = fc.constantFrom(
  '*',
  'dev/*',
  '*app',
  'prod/a"b',
  'ü*',
  '[ds]*',
  'a\\b',
  '?*\u0001',
  '日本',
  'none',
  'scale-???',
  '',
);

describe('selecting events', () => {
  test('T52 law: the events are those that a plain reader finds, for any conditions, and none is left out or counted twice', async () => {
    await checkAsyncLaw(
      'selected events are those of a plain reader',
      fc.asyncProperty(
        fc.array(
          fc.record({
            type: fc.constantFrom('decision', 'delegation', 'risk_reset'),
            action: anyName,
            target: anyName,
            agent: anyName,
            code: anyName,
            day: fc.integer({ min: -3, max: 3 }),
          }),
          { minLength: 1, maxLength: 25 },
        ),
        fc.record(
          {
            action: anyGlob,
            target: anyGlob,
            caller: anyGlob,
            approver: anyGlob,
            code: anyName,
            type: fc.constantFrom('decision', 'delegation'),
            decision: fc.constantFrom('allow', 'deny'),
            since: fc.integer({ min: -3, max: 3 }).map((day) => NOW + day * DAY),
            until: fc.integer({ min: -3, max: 3 }).map((day) => NOW + day * DAY),
          },
          { requiredKeys: [] },
        ),
        fc.option(fc.integer({ min: 0, max: 30 }), { nil: undefined }),
        fc.constantFrom(undefined, 4_096),
        async (events, conditions, last, maxBytes) => {
          const path = await logOf(
            events.map(({ action, agent, code, day, target, type }, index) => ({
              at: NOW + day * DAY,
              type: type as 'decision',
              fields: {
                reason: `${index}`,
                action,
                target,
                code,
                result: index % 2 === 0 ? 'allow' : 'deny',
                ...(type === 'delegation' ? { parent_agent_id: agent } : { caller: agent }),
                ...(type === 'risk_reset' ? { approvers: [{ agent_id: agent }] } : { approver: agent }),
              },
            })),
            maxBytes,
          );
          const filter = compileFilter(conditions);
          const all = (await collect(readBackwards(path))).toReversed().filter((line) => isShown(line, filter));
          const expected = all.map((line) =>
            'event' in line ? (line.event as { reason?: unknown }).reason : 'damaged',
          );
          const shown = last === undefined ? expected : expected.slice(Math.max(0, expected.length - last));
          expect(await select(path, conditions, last)).toEqual({
            reasons: shown,
            older: expected.length - shown.length,
          });
        },
      ),
      { runs: 150 },
    );
  });

  test('T52 one event with a wrong clock hides no other', async () => {
    const path = await logOf([
      { fields: { reason: 'first' } },
      { at: Date.UTC(1970, 0, 1), fields: { reason: 'in 1970' } },
      { at: Date.UTC(2970, 0, 1), fields: { reason: 'in 2970' } },
      { fields: { reason: 'last' } },
    ]);
    const day = { since: NOW - DAY, until: NOW + DAY };
    expect(await select(path, day)).toEqual({ reasons: ['first', 'last'], older: 0 });
    expect(await select(path, { since: NOW - DAY }, 1)).toEqual({ reasons: ['last'], older: 2 });
    expect(await select(path, { until: NOW }, 3)).toMatchObject({ reasons: ['first', 'in 1970', 'last'] });
  });

  test('T52 a name that is written with escapes is found', async () => {
    const path = await logOf([{ fields: { reason: 'a', caller: 'agent-7' } }]);
    const { formatLine } = await import('../src/format/line.ts');
    const { line } = formatLine(
      { event_id: 'evt-2', members: '"event_type":"decision","reason":"b","caller":"\\u0061gent-7"', length: 0 },
      2,
      NOW,
      '0'.repeat(64),
    );
    appendFileSync(path, `${line}\n`);
    expect(await select(path, { caller: 'agent-7' })).toMatchObject({ reasons: ['a', 'b'] });
  });

  test('T52 any filter finds a damaged line, and a line of any length costs no memory', async () => {
    const path = await logOf([{ fields: { reason: 'a' } }, { fields: { reason: 'b' } }, { fields: { reason: 'c' } }]);
    const [first, second = '', ...rest] = readFileSync(path, 'utf8').split('\n');
    const long = 'x'.repeat(9 * 1024 * 1024);
    writeFileSync(path, [first, second.replace('"b"', '"d"'), long, long, 'short', ...rest].join('\n'));
    for (const conditions of [{}, { caller: 'nobody' }, { type: 'decision' }, { since: NOW }]) {
      const { reasons } = await select(path, conditions);
      expect(reasons.filter((reason) => reason === 'damaged')).toHaveLength(4);
    }
    expect(await select(path, {}, 2)).toMatchObject({ reasons: ['damaged', 'c'], older: 4 });
    expect(await select(path, {}, 4)).toMatchObject({ reasons: ['damaged', 'damaged', 'damaged', 'c'], older: 2 });
  });

  test('T52 more events than fit into one block are all found, in the order of the log', async () => {
    const reason = 'y'.repeat(3_000);
    const path = await logOf(
      Array.from({ length: 200 }, (_, index) => ({ fields: { reason: `${index}`, code: reason } })),
    );
    const lines = readFileSync(path, 'utf8').repeat(30);
    writeFileSync(path, lines);
    const { older, reasons } = await select(path, { code: reason }, 5_500);
    expect([reasons.length, older]).toEqual([5_500, 500]);
    expect(reasons.slice(-3)).toEqual(['197', '198', '199']);
  });
});

test('T52 the events of a decision are found by its id', async () => {
  const path = await logOf([
    { fields: { reason: 'other', audit_id: 'evt-other' } },
    { fields: { reason: 'decided', audit_id: 'evt-1', correlation_id: 'plan-1' } },
    { fields: { reason: 'claimed', audit_id: 'evt-0', claimed_by_audit_id: 'evt-1' } },
  ]);
  expect(await select(path, { auditId: 'evt-1' })).toMatchObject({ reasons: ['decided', 'claimed'] });
  expect(await select(path, { correlationId: 'plan-1' })).toMatchObject({ reasons: ['decided'] });
  const [event] = await collect((await selectEvents(path, compileFilter({ auditId: 'evt-1' }), 1)).lines());
  expect((event as { event: LoggedEvent }).event.event_type).toBe('decision');
});
