import { followLog, type LoggedEvent, type LogLine, readBackwards } from '@agent-safe/audit';
import { AUDIT_EVENT_TYPES, compileGlob, compilePathGlob } from '@agent-safe/core';
import { defineCommand, type Options, type Output, readCount, UsageError, type Values } from '../../command/command.ts';
import { EXIT } from '../../command/exit-code.ts';
import { stopOnEnd } from '../../command/until-signal.ts';
import { paint, printable, printJsonLine } from '../../render/style.ts';
import { findLog, LOG_OPTIONS } from './log-path.ts';

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
  type: { type: 'string', value: 'TYPE', summary: 'Only events of this type', choices: AUDIT_EVENT_TYPES },
  since: { type: 'string', value: 'TIME', summary: 'Only events since this time: 90s, 30m, 2h, 7d, or a date' },
} as const satisfies Options;

export const command = defineCommand({
  name: 'audit show',
  summary: 'Show the last events of an audit log',
  positionals: '[log]',
  arity: [0, 1],
  options: {
    last: { type: 'string', value: 'N', summary: 'Number of events', default: '20' },
    ...FILTER_OPTIONS,
    follow: { type: 'boolean', summary: 'Print new events until interrupted' },
    ...LOG_OPTIONS,
  },
  examples: [
    'agent-safe audit show --last 10',
    "agent-safe audit show --action 'scale-*' --decision deny --since 2h",
    'agent-safe audit show --follow --json',
  ],
  async run({ clock, cwd, output, positionals: [given], values }) {
    const { path } = findLog(given, values, cwd);
    const last = readCount(values.last, '--last') ?? 20;
    const since = readSince(values.since, clock());
    const matches = compileFilter(values);
    const found: LogLine[] = [];
    for await (const line of readBackwards(path)) {
      if (found.length >= last) break;
      if (since !== undefined && 'event' in line && timeOf(line.event) < since - CLOCK_STEP) break;
      if (isShown(line, matches, since)) found.push(line);
    }
    for (const line of found.reverse()) print(output, line, values.json === true);
    if (found.length === 0 && !values.json && !values.follow) output.err('No event matches.\n');
    if (!values.follow) return EXIT.allow;
    const stop = new AbortController();
    stopOnEnd(stop);
    for await (const line of followLog(path, stop.signal)) {
      if (isShown(line, matches, since)) print(output, line, values.json === true);
    }
    return EXIT.allow;
  },
});

/** Milliseconds. A clock may be set back, so an event may look older than the previous event. */
const CLOCK_STEP = 24 * 3_600_000;
const UNITS = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

function readSince(given: string | undefined, now: number): number | undefined {
  if (given === undefined) return undefined;
  const [, count, unit] = /^(\d{1,9})([smhd])$/.exec(given) ?? [];
  if (count !== undefined && unit !== undefined) return now - Number(count) * UNITS[unit as keyof typeof UNITS];
  const time = /^\d{4}-\d{2}-\d{2}/.test(given) ? Date.parse(given) : Number.NaN;
  if (!Number.isNaN(time)) return time;
  throw new UsageError(
    '--since is not a time. Give a span such as 90s, 30m, 2h or 7d, or a date such as 2026-01-31T12:00:00Z.',
  );
}

function compileFilter(values: Values<typeof FILTER_OPTIONS>): (event: LoggedEvent) => boolean {
  const { decision, type } = values;
  if (decision !== undefined && !['allow', 'deny', 'require_approval'].includes(decision))
    throw new UsageError('--decision is unknown. Give allow, deny or require_approval.');
  if (type !== undefined && !AUDIT_EVENT_TYPES.some((known) => known === type)) {
    throw new UsageError(`--type is unknown. Give one of ${AUDIT_EVENT_TYPES.join(', ')}.`);
  }
  const globs = (['action', 'caller', 'target'] as const).flatMap((field) => {
    const glob = values[field];
    return glob === undefined ? [] : [{ field, fits: field === 'target' ? compilePathGlob(glob) : compileGlob(glob) }];
  });
  return (event) =>
    (decision === undefined || (hasResult(event) && resultOf(event) === decision)) &&
    (type === undefined || event.event_type === type) &&
    globs.every(({ field, fits }) => {
      const value = fieldOf(event, field);
      return value !== undefined && fits(value);
    });
}

function hasResult({ event_type }: LoggedEvent): boolean {
  return event_type === 'decision' || event_type === 'delegation';
}

/** The parent of a delegation counts as its caller. */
function fieldOf(event: LoggedEvent, field: 'action' | 'caller' | 'target'): string | undefined {
  const value = field === 'caller' && event.event_type === 'delegation' ? event.parent_agent_id : event[field];
  return typeof value === 'string' ? value : undefined;
}

/** A damaged line matches every filter except a time, because its content is unknown. */
function isShown(line: LogLine, matches: (event: LoggedEvent) => boolean, since: number | undefined): boolean {
  if ('damaged' in line) return true;
  return matches(line.event) && (since === undefined || timeOf(line.event) >= since);
}

function timeOf(event: LoggedEvent): number {
  return typeof event.timestamp === 'string' ? Date.parse(event.timestamp) : Number.NaN;
}

/** 0.11 names the member `decision`. */
function resultOf(event: LoggedEvent): string {
  return text(event.result ?? event.decision);
}

const COLORS = { allow: 'green', deny: 'red', require_approval: 'yellow' } as const;

function print(output: Output, line: LogLine, json: boolean): void {
  if ('damaged' in line) {
    // A damaged line is no event, so it is not in the JSON output.
    if (json) output.err('A line is damaged. Run "agent-safe audit verify".\n');
    else output.out(`${paint(output, 'red', 'damaged line')}: run "agent-safe audit verify"\n`);
    return;
  }
  const { event } = line;
  if (json) {
    printJsonLine(output, event);
    return;
  }
  const isDecision = event.event_type === 'decision';
  const what = isDecision ? resultOf(event).toUpperCase() : text(event.event_type);
  const color = isDecision ? COLORS[resultOf(event) as keyof typeof COLORS] : 'cyan';
  const cells = [
    toSeconds(text(event.timestamp)).padEnd(20),
    paint(output, color ?? 'dim', what.padEnd(17)),
    ...describeWhat(event),
    text(event.event_id),
  ];
  output.out(`${cells.map(printable).join(' ').trimEnd()}\n`);
  const said = [event.outcome, event.reason].filter((part) => part !== undefined).map(text);
  if (said.length > 0) output.out(`${' '.repeat(21)}${paint(output, 'dim', printable(said.join(': ')))}\n`);
}

/** Cuts the fraction of a second. Timestamps of 0.11 end in `+00:00`. */
function toSeconds(timestamp: string): string {
  return timestamp.replace(/^(.{19})(?:\.\d+)?(?:Z|\+00:00)$/, '$1Z');
}

/** Describes an event in one line. Most events are about an action; delegations and revocations are about agents. */
function describeWhat(event: LoggedEvent): readonly string[] {
  const [action, target, caller] =
    event.event_type === 'delegation'
      ? [text(event.result), `to ${text(event.child_agent_id) || '-'}`, text(event.parent_agent_id)]
      : event.event_type === 'revocation'
        ? [`${text(event.change)} ${text(event.kind)}`, text(event.id), '']
        : event.event_type === 'risk_reset'
          ? [text(event.key), `by ${approversOf(event)}`, text(event.caller)]
          : [text(event.action), text(event.target), text(event.caller)];
  return [action.padEnd(22), (target || '-').padEnd(20), (caller || '-').padEnd(16)];
}

function approversOf({ approvers }: LoggedEvent): string {
  const list: readonly unknown[] = Array.isArray(approvers) ? approvers : [];
  return list.map((each) => text((each as { readonly agent_id?: unknown } | null)?.agent_id)).join(', ') || '-';
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
