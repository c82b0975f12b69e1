import { AgentSafeError, canonicalJson, type JsonValue, nearestSlip, quote } from '@agent-safe/core';
import type { Ticket } from './ticket.ts';

/** What a ticket must permit: all that is given must be the same. */
export type TicketExpectations = {
  readonly [Key in (typeof EXPECTABLE)[number]]?: Ticket[Key] | undefined;
};

const EXPECTABLE = [
  'action',
  'target',
  'target_type',
  'scope',
  'params',
  'caller',
  'ticket_id',
  'audit_id',
  'definition',
  'digest',
] as const satisfies readonly (keyof Ticket)[];

/**
 * What a ticket says otherwise than is expected, in a sentence.
 *
 * @throws AgentSafeError ERR_CONFIG_INVALID where an expectation is unknown: a misspelt one would expect nothing
 */
export function findMismatch(ticket: Ticket, expected: TicketExpectations): string | undefined {
  for (const key of Object.keys(expected)) {
    if (!EXPECTABLE.some((known) => known === key)) {
      const meant = nearestSlip(key, EXPECTABLE);
      const hint = meant === undefined ? `It may be one of ${EXPECTABLE.join(', ')}.` : `Did you mean "${meant}"?`;
      throw new AgentSafeError('ERR_CONFIG_INVALID', `Nothing of a ticket is called ${quote(key)}. ${hint}`);
    }
  }
  const key = EXPECTABLE.find((each) => expected[each] !== undefined && !isSame(ticket[each], expected[each]));
  if (key === undefined) return undefined;
  return `The ticket is for another ${NAMES[key]}: ${show(ticket[key])}, and not ${show(expected[key] ?? null)}.`;
}

const NAMES: Readonly<Record<(typeof EXPECTABLE)[number], string>> = {
  action: 'action',
  target: 'target',
  target_type: 'type of target',
  scope: 'scope',
  params: 'set of parameters',
  caller: 'caller',
  ticket_id: 'change ticket',
  audit_id: 'decision',
  definition: 'definition of the action',
  digest: 'request',
};

function isSame(own: JsonValue, expected: JsonValue | undefined): boolean {
  try {
    return expected !== undefined && canonicalJson(own) === canonicalJson(expected);
  } catch {
    // What JSON cannot hold is in no ticket.
    return false;
  }
}

function show(value: JsonValue): string {
  return typeof value === 'string' ? quote(value) : value === null ? 'none' : quote(JSON.stringify(value), 200);
}
