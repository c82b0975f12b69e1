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

/** The request that a ticket must authorize: every given member must be equal. */
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
 * Whether a ticket says what is expected. The reason why not holds no value of a parameter.
 *
 * @param maskKey masks expected parameters where the ticket holds a mask; without it, they are compared as they are
 * @throws AgentSafeError ERR_CONFIG_INVALID where an expectation is unknown: a misspelt one would expect nothing
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
      return mismatch(`The ticket is for other parameters: ${quote(differing)} is not the same.`);
    }
  }
  const key = EXPECTABLE.find(
    (each) => each !== 'params' && names[each] !== undefined && !isSame(ticket[each], names[each]),
  );
  if (key === undefined || key === 'params') return PASSED;
  return mismatch(
    `The ticket is for another ${NAMES[key]}: ${show(ticket[key])}, and not ${show(names[key] ?? null)}.`,
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
    // What JSON cannot hold is in no ticket.
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
