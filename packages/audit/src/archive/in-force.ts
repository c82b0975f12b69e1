import type { LoggedEvent } from '@agent-safe/core';
import { FactCollector, listFacts, type RecordedFacts } from '../facts/recorded-facts.ts';
import { readText } from '../format/read-text.ts';
import { readBackwards } from '../read/read-events.ts';

/** The effects of the events before a cut on the time after it. */
export interface InForce {
  readonly recorded: RecordedFacts;
  /** The facts as events, for a statement. */
  readonly facts: readonly LoggedEvent[];
  /** Ids of the executions without an outcome anywhere in the log. */
  readonly runs: readonly string[];
  /** Ids of the leases that no event revokes. */
  readonly leases: readonly string[];
  /** Number of executions that succeeded. */
  readonly executions: number;
}

/**
 * Reads the effects of the events up to a cut. It reads the whole log, because later events end executions and leases.
 *
 * @param until number of the last event before the cut
 * @param earlier facts of the statement with which the log begins
 * @param now milliseconds since 1970, UTC
 */
export async function readInForce(
  path: string,
  until: number,
  earlier: readonly LoggedEvent[],
  now: number,
): Promise<InForce> {
  const facts = new FactCollector(now);
  const ended = new Set<unknown>();
  const restarts: LoggedEvent[] = [];
  const open = { runs: new Set<string>(), leases: new Set<string>() };
  let executions = 0;
  let next = Number.POSITIVE_INFINITY;
  for await (const line of readBackwards(path)) {
    // Events of 0.11 record no facts. A closed torn end may have whole lines, whose numbers were used again.
    if ('damaged' in line || line.event.v === undefined || !(Number(line.event.seq) < next)) continue;
    const { event } = line;
    next = Number(event.seq);
    const { event_type, intent_id, lease_id } = event;
    if (event_type === 'execution_outcome') ended.add(intent_id);
    if (event_type === 'credential_revoked' && (event.revoked === true || event.lapsed === true)) ended.add(lease_id);
    if (next > until) continue;
    facts.add(event);
    if (isRestart(event)) restarts.push(event);
    if (event_type === 'execution_outcome' && event.outcome === 'success') executions += 1;
    if (event_type === 'execution_intent' && !ended.has(intent_id)) open.runs.add(readText(intent_id));
    const isLease = event_type === 'credential_issued' && event.is_scoped !== false;
    if (isLease && !ended.has(lease_id)) open.leases.add(readText(lease_id));
  }
  for (const event of earlier.toReversed()) facts.add(event);
  restarts.push(...earlier.filter(isRestart));
  const recorded = facts.finish();
  return {
    recorded,
    facts: [...restarts.map(describeRestart), ...listFacts(recorded)],
    runs: [...open.runs],
    leases: [...open.leases],
    executions,
  };
}

/** Whether the state lacked facts of the log before a restart. A rebuild then reads that log, too. */
function isRestart({ event_type, state_facts }: LoggedEvent): boolean {
  return event_type === 'log_restarted' && state_facts !== undefined;
}

function describeRestart({ archive, event_type, events, state_facts }: LoggedEvent): LoggedEvent {
  return { event_type, archive, events, state_facts } as LoggedEvent;
}
