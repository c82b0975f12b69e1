import { setFlagsFromString } from 'node:v8';
import { compileFilter, type EventConditions, followLog, isShown, type LogLine, selectEvents } from '@agent-safe/audit';
import { AUDIT_EVENT_TYPES } from '@agent-safe/core';
import { bufferOutput } from '../../command/buffered-output.ts';
import { defineCommand, type Options, type Output, readCount, UsageError, type Values } from '../../command/command.ts';
import { EXIT, type ExitCode } from '../../command/exit-code.ts';
import { stopOnEnd } from '../../command/until-signal.ts';
import { isRemote, SERVER_OPTIONS } from '../../options/server-options.ts';
import { DAY, isDay, readTime } from '../../options/time.ts';
import { connectFrom, refuseLocal } from '../../remote/connect.ts';
import { readLast, toQuery } from '../../remote/events.ts';
import { csvHeader, csvLine } from '../../render/csv.ts';
import { printEvent } from '../../render/event-text.ts';
import { paint, printJsonLine } from '../../render/style.ts';
import { archivedLine, findLog, LOG_OPTIONS } from './log-path.ts';

const DEFAULT_LAST = 20;

const FILTER_OPTIONS = {
  action: { type: 'string', value: 'GLOB', summary: "Only these actions, such as 'scale-*'" },
  decision: {
    type: 'string',
    value: 'RESULT',
    summary: 'Only decisions with this result',
    choices: ['allow', 'deny', 'require_approval'],
  },
  caller: { type: 'string', value: 'GLOB', summary: 'Only these callers' },
  target: { type: 'string', value: 'GLOB', summary: "Only these targets, such as 'prod/*' or 'prod/**'" },
  approver: { type: 'string', value: 'GLOB', summary: 'Only events with these approvers' },
  code: { type: 'string', value: 'CODE', summary: 'Only events with this code, such as rate_limited' },
  'audit-id': { type: 'string', value: 'ID', summary: 'Only this decision and the events that follow from it' },
  'correlation-id': { type: 'string', value: 'ID', summary: 'Only events of this group, such as a plan' },
  type: { type: 'string', value: 'TYPE', summary: 'Only events of this type', choices: AUDIT_EVENT_TYPES },
  since: {
    type: 'string',
    value: 'TIME',
    summary: 'Only events since this time: an age such as 2h or 7d, a date (UTC), or a time with Z or an offset',
  },
  until: { type: 'string', value: 'TIME', summary: 'Only events up to this time. A date includes the whole day' },
} as const satisfies Options;

export const command = defineCommand({
  name: 'audit show',
  summary: 'Show the last events of an audit log',
  positionals: '[log]',
  arity: [0, 1],
  options: {
    last: { type: 'string', value: 'N', summary: 'Number of events', default: '20, with --csv all' },
    all: { type: 'boolean', summary: 'All events' },
    ...FILTER_OPTIONS,
    csv: { type: 'boolean', summary: 'Print CSV (RFC 4180)' },
    follow: { type: 'boolean', summary: 'Print new events until interrupted' },
    ...SERVER_OPTIONS,
    ...LOG_OPTIONS,
  },
  examples: [
    'agent-safe audit show --last 10',
    "agent-safe audit show --action 'scale-*' --decision deny --since 2h",
    'agent-safe audit show --since 2026-01-01 --until 2026-01-31 --csv > january.csv',
    'agent-safe audit show --follow --json',
  ],
  async run({ clock, cwd, output, positionals: [given], values }) {
    if (values.csv && values.json) throw new UsageError('--csv and --json cannot be combined.');
    if (values.all && values.last !== undefined) throw new UsageError('--all and --last cannot be combined.');
    const last = values.all ? undefined : (readCount(values.last, '--last') ?? (values.csv ? undefined : DEFAULT_LAST));
    const conditions = readConditions(values, clock());
    if (isRemote(values)) {
      refuseLocal({ ...values, log: given }, { ...LOG_OPTIONS, log: {} });
      return showRemote(conditions, last, output, values);
    }
    const { path } = findLog(given, values, cwd);
    const filter = compileFilter(conditions);
    if (last === undefined) limitYoungGeneration();
    const selected = await selectEvents(path, filter, last);
    const buffered = bufferOutput(output);
    const print = printer(buffered, values);
    if (values.csv) buffered.out(csvHeader());
    let shown = 0;
    for await (const line of selected.lines()) {
      print(line);
      shown += 1;
      if (!(await buffered.write())) return EXIT.allow;
    }
    buffered.flush();
    if (last === undefined || shown < last) output.err(archivedLine(path));
    if (last !== undefined) reportOlder(output, await selected.countOlder(), filter.matchesAll);
    if (shown === 0 && last !== 0 && !values.json && !values.csv && !values.follow) output.err('No event matches.\n');
    if (!values.follow) return EXIT.allow;
    const stop = new AbortController();
    stopOnEnd(stop);
    for await (const line of followLog(path, stop.signal, selected.end)) {
      if (isShown(line, filter)) print(line);
      buffered.flush();
      if ((await output.waitForReader?.()) === false) return EXIT.allow;
    }
    return EXIT.allow;
  },
});

/** Shows the events of a server. */
async function showRemote(
  conditions: EventConditions,
  last: number | undefined,
  output: Output,
  values: { readonly csv?: boolean; readonly follow?: boolean; readonly json?: boolean; readonly server?: string },
): Promise<ExitCode> {
  const client = connectFrom(values);
  const lines = await readLast(client, toQuery(conditions), last ?? Number.POSITIVE_INFINITY);
  if (values.csv) output.out(csvHeader());
  const print = printer(output, values);
  for (const line of lines) print(line);
  if (lines.length === 0 && last !== 0 && !values.json && !values.csv && !values.follow)
    output.err('No event matches.\n');
  if (!values.follow) return EXIT.allow;
  const stop = new AbortController();
  stopOnEnd(stop);
  const filter = compileFilter(conditions);
  const newest = lines.at(-1);
  const after = newest !== undefined && 'event' in newest ? newest.event.seq : undefined;
  for await (const live of client.liveEvents({ after, signal: stop.signal, type: conditions.type })) {
    if (live.kind === 'event' && isShown({ event: live.event }, filter)) print({ event: live.event });
    if ((await output.waitForReader?.()) === false) break;
  }
  return EXIT.allow;
}

/**
 * Keeps the young generation of V8 small. During a long export it would grow to 96 MB, although nearly every object dies at once. A small young generation is as fast.
 */
function limitYoungGeneration(): void {
  setFlagsFromString('--semi-space-growth-factor=1');
}

/** Prints the number of older events that are not shown. */
function reportOlder(output: Output, count: number, isAll: boolean): void {
  if (count === 0) return;
  const what = `${count} older ${count === 1 ? 'event' : 'events'}`;
  const verb = isAll ? (count === 1 ? 'is not shown' : 'are not shown') : count === 1 ? 'matches' : 'match';
  output.err(`${what} ${verb}. Give --all, or a larger --last.\n`);
}

/** A date without a time of day stands for the whole day, so it ends with the day. */
function readUntil(given: string | undefined, now: number): number | undefined {
  const time = readTime(given, '--until', now);
  return time !== undefined && isDay(given ?? '') ? time + DAY - 1 : time;
}

function readConditions(values: Values<typeof FILTER_OPTIONS>, now: number): EventConditions {
  const { action, approver, caller, code, decision, target, type } = values;
  if (decision !== undefined && !['allow', 'deny', 'require_approval'].includes(decision))
    throw new UsageError('--decision is unknown. Give allow, deny or require_approval.');
  if (type !== undefined && !AUDIT_EVENT_TYPES.some((known) => known === type)) {
    throw new UsageError(`--type is unknown. Give one of ${AUDIT_EVENT_TYPES.join(', ')}.`);
  }
  const ids = { auditId: values['audit-id'], correlationId: values['correlation-id'] };
  const times = { since: readTime(values.since, '--since', now), until: readUntil(values.until, now) };
  return { action, approver, caller, code, decision, target, type, ...ids, ...times };
}

/** A damaged line is no event, so it is not in JSON or CSV. */
function printer(output: Output, values: { readonly csv?: boolean; readonly json?: boolean }): (line: LogLine) => void {
  const isData = values.csv === true || values.json === true;
  return (line) => {
    if ('event' in line) {
      if (values.csv) output.out(csvLine(line.event));
      else if (values.json) printJsonLine(output, line.event);
      else printEvent(output, line.event);
    } else if (isData) output.err('A line is damaged. Run "agent-safe audit verify".\n');
    else output.out(`${paint(output, 'red', 'damaged line')}: run "agent-safe audit verify"\n`);
  };
}
