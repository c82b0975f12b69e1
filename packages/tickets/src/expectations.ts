import {
  AgentSafeError,
  type CheckResult,
  canonicalJson,
  type JsonObject,
  type JsonValue,
  maskValue,
  PASSED,
  quote,
  type Refused,
  suggest,
} from '@agent-safe/core';
import type { Ticket } from './ticket.ts';

/** The request that a ticket must authorize. Every given member must be equal to that of the ticket. */
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
 * Compares a ticket with the expected request. The reason of a refusal contains no value of a parameter.
 *
 * @param maskKey masks expected parameters where the ticket has a mask. Without it, masked parameters match only their masks
 * @throws AgentSafeError ERR_CONFIG_INVALID if an expectation is unknown, because a misspelled expectation would be ignored
 */
export function checkExpectations(
  ticket: Ticket,
  expected: TicketExpectations,
  maskKey: Uint8Array | undefined,
): CheckResult<'ticket_mismatch'> {
  for (const key of Object.keys(expected)) {
    if (EXPECTABLE.some((known) => known === key)) continue;
    const advice = suggest(key, EXPECTABLE);
    throw new AgentSafeError('ERR_CONFIG_INVALID', `A ticket has no field ${quote(key)}. ${advice}`);
  }
  const { params, ...names } = expected;
  if (params !== undefined) {
    const differing = findDifferingParameter(ticket, params, maskKey);
    if (differing !== undefined) {
      const advice = 'Execute exactly the approved request, or request a new decision.';
      return mismatch(`The ticket has another value for the parameter ${quote(differing)}. ${advice}`);
    }
  }
  const key = EXPECTABLE.find(
    (each) => each !== 'params' && names[each] !== undefined && !isSame(ticket[each], names[each]),
  );
  if (key === undefined || key === 'params') return PASSED;
  return mismatch(
    `The ticket is for another ${NAMES[key]}: ${show(ticket[key])} instead of ${show(names[key] ?? null)}. Request a decision for this request.`,
  );
}

function mismatch(reason: string): Refused<'ticket_mismatch'> {
  return { ok: false, code: 'ticket_mismatch', reason };
}

const MASKED = /^hmac-sha256:/;

function findDifferingParameter(
  { action, params }: Ticket,
  expected: JsonObject,
  maskKey: Uint8Array | undefined,
): string | undefined {
  const names = new Set([...Object.keys(params), ...Object.keys(expected)]);
  return [...names].find((name) => {
    if (!Object.hasOwn(params, name) || !Object.hasOwn(expected, name)) return true;
    const [own, given] = [params[name], expected[name]];
    if (own === undefined || given === undefined) return true;
    if (isSame(own, given)) return false;
    if (maskKey === undefined || typeof own !== 'string' || !MASKED.test(own)) return true;
    return own !== tryMask(maskKey, action, name, given);
  });
}

function tryMask(maskKey: Uint8Array, action: string, name: string, value: JsonValue): string | undefined {
  try {
    return maskValue(maskKey, action, name, value);
  } catch {
    // A value that JSON cannot represent matches no ticket.
    return undefined;
  }
}

const NAMES: Readonly<Record<Exclude<(typeof EXPECTABLE)[number], 'params'>, string>> = {
  action: 'action',
  target: 'target',
  target_type: 'type of target',
  scope: 'scope',
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
    return false;
  }
}

function show(value: JsonValue): string {
  return typeof value === 'string' ? quote(value) : value === null ? 'none' : quote(JSON.stringify(value), 200);
}
