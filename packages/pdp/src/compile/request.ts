import {
  type Caller,
  type CheckResult,
  describeType,
  describeUnknownField,
  type Identification,
  identifyByName,
  PASSED,
  type Passed,
  type Refused,
} from '@agent-safe/core';
import { areHoldings, checkScopes, isTexts } from './scope-shape.ts';

/** A request with its time. */
export interface DecideRequest {
  readonly action: string;
  readonly target?: string | null | undefined;
  /** The verified caller, or a bare name, which is unverified. */
  readonly caller?: Caller | string | null | undefined;
  /** Untrusted input. `undefined` and `null` mean `{}`. */
  readonly params?: unknown;
  /** Id of a change ticket. */
  readonly ticket_id?: string | null | undefined;
  /** Milliseconds since 1970, UTC. */
  readonly at: number;
}

/** Checks the types of a request, for JavaScript callers. */
export function checkRequest(request: DecideRequest): CheckResult<'request_invalid'> {
  if (typeof request !== 'object' || request === null) {
    return refuse(`A request must be an object, but it is ${describeType(request)}.`);
  }
  // A misspelled field must not be ignored: the decision would be about another request than intended.
  for (const key in request) {
    if (!isField(key)) return refuse(describeUnknownField(key, FIELDS));
  }
  const { action, at, target, ticket_id } = request;
  if (typeof action !== 'string') return invalid('action', 'a string', action);
  if (target !== undefined && target !== null && typeof target !== 'string')
    return invalid('target', 'a string', target);
  if (ticket_id !== undefined && ticket_id !== null && typeof ticket_id !== 'string')
    return invalid('ticket_id', 'a string', ticket_id);
  // Larger values are not valid dates.
  if (!(Math.abs(at) <= 8.64e15)) return invalid('at', 'the time in milliseconds since 1970', at);
  return PASSED;
}

/** Uses a switch for speed: it is called five times per decision. */
function isField(key: string): key is keyof DecideRequest {
  switch (key) {
    case 'action':
    case 'target':
    case 'caller':
    case 'params':
    case 'ticket_id':
    case 'at':
      return true;
    default:
      return false;
  }
}

const FIELDS: readonly (keyof DecideRequest)[] = ['action', 'target', 'caller', 'params', 'ticket_id', 'at'];

/** Returns the caller of a request, or a refusal. */
export function readCaller(
  caller: DecideRequest['caller'],
  requireVerified: boolean,
): Identification | Refused<'request_invalid'> {
  if (caller === null || caller === undefined || typeof caller === 'string') {
    return identifyByName(caller, requireVerified);
  }
  const checked = checkCaller(caller, requireVerified);
  return checked.ok ? { ok: true, caller } : checked;
}

/** Checks an identified caller. Allocates nothing if the caller is valid. */
export function checkCaller(
  caller: Caller,
  requireVerified: boolean,
): Passed | Exclude<Identification, { readonly ok: true }> | Refused<'request_invalid'> {
  const { agent_id, delegation_chain, delegation_holdings, delegation_scopes, groups, roles, verified } = caller;
  if (
    typeof agent_id !== 'string' ||
    typeof verified !== 'boolean' ||
    !Array.isArray(roles) ||
    !Array.isArray(groups) ||
    !isTexts(delegation_chain)
  ) {
    return invalid(
      'caller',
      'a name, or an object with agent_id, verified, roles, groups and delegation_chain',
      caller,
    );
  }
  const checked = delegation_scopes === undefined ? PASSED : checkScopes(delegation_scopes, delegation_chain.length);
  if (!checked.ok) return checked;
  if (delegation_holdings !== undefined && !areHoldings(delegation_holdings, delegation_chain.length)) {
    return refuse('"caller.delegation_holdings" must have the roles and groups of each agent of the chain.');
  }
  if (!requireVerified || verified) return PASSED;
  const identified = identifyByName(agent_id, true);
  return identified.ok ? PASSED : identified;
}

function invalid(field: string, expected: string, value: unknown): Refused<'request_invalid'> {
  return refuse(`"${field}" must be ${expected}, but it is ${describeType(value)}.`);
}

function refuse(reason: string): Refused<'request_invalid'> {
  return { ok: false, code: 'request_invalid', reason };
}
