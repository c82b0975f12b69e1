import { approversOf, type LoggedEvent, resultOf } from '@agent-safe/audit';
import type { Output } from '../command/command.ts';
import { paint, printable } from './style.ts';

const COLORS = { allow: 'green', deny: 'red', require_approval: 'yellow' } as const;

/** Prints an event in one or two lines. */
export function printEvent(output: Output, event: LoggedEvent): void {
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
        : event.event_type === 'api_key_changed'
          ? [`${text(event.change)} ${text(event.name)}`, text(event.key_id), text(event.changed_by)]
          : event.event_type === 'risk_reset'
            ? [text(event.key), `by ${approversOf(event).join(', ') || '-'}`, text(event.caller)]
            : [text(event.action), text(event.target), text(event.caller)];
  return [action.padEnd(22), (target || '-').padEnd(20), (caller || '-').padEnd(16)];
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
