import { join } from 'node:path';
import { AuditLog } from '@agent-safe/audit';
import { anyDraft } from '@agent-safe/testkit';
import { makeFolder } from '@agent-safe/testkit/folders';
import { describe, expect, onTestFinished, test } from 'vitest';
import { recordOutput, run, runAt } from '../test/run.ts';
import { runCli } from './run-cli.ts';

const NOW = Date.UTC(2026, 0, 31, 12);

interface Recorded {
  readonly at?: number;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** Makes a folder with a log of these events. */
async function folderWith(events: readonly Recorded[]): Promise<string> {
  const folder = makeFolder();
  let time = NOW;
  const log = new AuditLog(join(folder, 'audit.jsonl'), { clock: () => time });
  onTestFinished(() => log.close());
  for (const { at = NOW, fields } of events) {
    time = at;
    await log.append([anyDraft({ event_type: 'decision', fields: { result: 'allow', ...fields } })]);
  }
  await log.close();
  return folder;
}

const show = (cwd: string, ...argv: string[]) => run(cwd, 'audit', 'show', 'audit.jsonl', ...argv);
const reasons = (out: string) =>
  out
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => (JSON.parse(line) as { reason: string }).reason);

describe('audit show', () => {
  test.each([
    [[], 20, '10 older events are not shown. Give --all, or a larger --last.\n'],
    [['--last', '29'], 29, '1 older event is not shown. Give --all, or a larger --last.\n'],
    [['--last', '30'], 30, ''],
    [['--all'], 30, ''],
    [['--code', 'odd', '--last', '2'], 2, '13 older events match. Give --all, or a larger --last.\n'],
    [['--code', 'odd', '--last', '14'], 14, '1 older event matches. Give --all, or a larger --last.\n'],
    [['--code', 'odd', '--all'], 15, ''],
    [['--code', 'odd'], 15, ''],
  ])('T52 with %j says how many events are left out', async (argv, count, err) => {
    const events = Array.from({ length: 30 }, (_, index) => ({
      fields: { reason: `number ${index}`, code: index % 2 === 0 ? 'even' : 'odd' },
    }));
    const folder = await folderWith(events);
    const shown = await show(folder, ...argv, '--json');
    expect([reasons(shown.out).length, shown.err]).toEqual([count, err]);
    expect(reasons(shown.out).at(-1)).toBe('number 29');
    expect((await show(folder, ...argv)).err).toBe(err);
  });

  test.each<[readonly string[], readonly string[]]>([
    [['--until', '2026-01-29'], ['a']],
    [['--until', '2026-01-30T11:59:59Z'], ['a']],
    [['--until', '2026-01-30T13:29+01:30'], ['a']],
    [['--since', '2026-01-30', '--until', '2026-01-30'], ['b']],
    [
      ['--since', '36h'],
      ['b', 'c'],
    ],
    [
      ['--until', '1h'],
      ['a', 'b'],
    ],
    [['--approver', 'al*'], ['b']],
    [['--code', 'odd'], ['c']],
    [['--audit-id', 'evt-b'], ['b']],
    [
      ['--correlation-id', 'plan-1'],
      ['a', 'c'],
    ],
    [['--correlation-id', 'plan'], []],
  ])('T52 filters by %j', async (argv, expected) => {
    const day = 24 * 3_600_000;
    const cwd = await folderWith([
      { at: NOW - 2 * day, fields: { reason: 'a', correlation_id: 'plan-1' } },
      { at: NOW - day, fields: { reason: 'b', audit_id: 'evt-b', approver: 'alice' } },
      { at: NOW - 1_000, fields: { reason: 'c', code: 'odd', correlation_id: 'plan-1' } },
    ]);
    const { out } = await runAt(() => NOW, cwd, 'audit', 'show', 'audit.jsonl', ...argv, '--json');
    expect(reasons(out)).toEqual(expected);
  });

  test('T52 an event with a wrong clock hides no earlier event', async () => {
    const cwd = await folderWith([
      { fields: { reason: 'a' } },
      { at: 0, fields: { reason: 'old' } },
      { fields: { reason: 'b' } },
    ]);
    const { out } = await runAt(() => NOW, cwd, 'audit', 'show', 'audit.jsonl', '--since', '2h', '--json');
    expect(reasons(out)).toEqual(['a', 'b']);
  });

  test.each([
    [['--csv', '--json'], /--csv and --json cannot be combined/],
    [['--all', '--last', '2'], /--all and --last cannot be combined/],
    [['--until', 'tomorrow'], /--until is not a time: "tomorrow"/],
    [['--since', '2026-01-30T12:00'], /--since is not a time: .* Add "Z" or an offset: 2026-01-30T12:00:00Z is UTC/],
    [['--until', '2026-01-30 12:00:00'], /--until is not a time: .* 2026-01-30T12:00:00Z is UTC/],
    [['--since', '2026-02-30'], /--since is not a time: "2026-02-30"\. Give a date that exists/],
    [['--since', '2026-02-30T12:00:00Z'], /--since is not a time/],
    [['--since', '2026-01-30T12'], /--since is not a time/],
  ])('%j is a usage error', async (argv, message) => {
    const { err, exit, out } = await show(await folderWith([{ fields: {} }]), ...argv);
    expect(exit).toBe(2);
    expect(`${out}${err}`).toMatch(message);
  });
});

describe('audit show --csv', () => {
  /** Reads CSV as in RFC 4180. */
  function readCsv(text: string): readonly Readonly<Record<string, string>>[] {
    const rows: string[][] = [[]];
    for (const [, quoted = '', end] of text.matchAll(/"((?:[^"]|"")*)"(,|\r\n)/g)) {
      rows.at(-1)?.push(quoted.replaceAll('""', '"'));
      if (end === '\r\n') rows.push([]);
    }
    const [header = [], ...records] = rows.filter((row) => row.length > 0);
    return records.map((row) => Object.fromEntries(row.map((cell, index) => [header[index] ?? '', cell])));
  }

  test('T52 has all events, and each field survives', async () => {
    const reason = 'a "quoted", text\r\nof two lines; ünï';
    const cwd = await folderWith(
      Array.from({ length: 25 }, () => ({ fields: { reason, caller: 'agent', params: { a: 1 } } })),
    );
    const { err, out } = await show(cwd, '--csv');
    const records = readCsv(out);
    expect([records.length, err]).toEqual([25, '']);
    expect(records[24]).toMatchObject({ seq: '25', event_type: 'decision', result: 'allow', reason, caller: 'agent' });
    expect(JSON.parse(records[24]?.event ?? '')).toMatchObject({ seq: 25, params: { a: 1 } });
    expect(readCsv((await show(cwd, '--csv', '--last', '2')).out)).toHaveLength(2);
  });

  test.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', ' =1', '＝1', '＋1', '－1', '＠x', '\u00a0=1', '\n@x'])(
    'T52 %j is no formula in a spreadsheet',
    async (reason) => {
      const [record] = readCsv((await show(await folderWith([{ fields: { reason } }]), '--csv')).out);
      expect(record?.reason).toBe(`'${reason}`);
    },
  );

  test('T52 text of an agent cannot control a terminal', async () => {
    const { out } = await show(await folderWith([{ fields: { reason: 'x\u001b[2J' } }]), '--csv');
    expect(out).not.toContain('\u001b');
  });
});

describe('T52 a reader that is slow or gone', () => {
  /** Shows 200 events of 2 kB to a reader that takes each text as `waitForReader` says. */
  async function showTo(waitForReader: () => Promise<boolean>) {
    const folder = await folderWith(Array.from({ length: 200 }, () => ({ fields: { reason: 'x'.repeat(2_000) } })));
    const { output, written } = recordOutput();
    const exit = await runCli(['audit', 'show', 'audit.jsonl', '--all', '--json'], folder, {
      ...output,
      waitForReader,
    });
    return { exit, lines: written.out.split('\n').length - 1 };
  }

  test('the command waits for a slow reader, so at most 64 KiB wait in memory', async () => {
    let [asked, waiting, most] = [0, 0, 0];
    const { lines } = await showTo(async () => {
      asked += 1;
      waiting += 1;
      most = Math.max(most, waiting);
      await new Promise((resolve) => setImmediate(resolve));
      waiting -= 1;
      return true;
    });
    expect(lines).toBe(200);
    expect(asked).toBeGreaterThan(3);
    expect(most).toBe(1);
  });

  test('the command ends when the reader is gone', async () => {
    const { exit, lines } = await showTo(() => Promise.resolve(false));
    expect(exit).toBe(0);
    expect(lines).toBeGreaterThan(0);
    expect(lines).toBeLessThan(50);
  });
});
