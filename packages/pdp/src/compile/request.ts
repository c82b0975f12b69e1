import { type Caller, describeType, describeUnknownField, identifyByName } from '@agent-safe/core';
import type { Refusal } from './compiled-action.ts';
import { checkScopes, isTexts } from './scope-shape.ts';

/** A request with its time read. */
export interface DecideRequest {
  readonly action: string;
  readonly target?: string | null | undefined;
  /** Who asks: as it was verified, or a bare name, which proves nothing. */
  readonly caller?: Caller | string | null | undefined;
  /** Untrusted. Undefined and null count as `{}`. */
  readonly params?: unknown;
  /** The id of a change ticket. */
  readonly ticket_id?: string | null | undefined;
  /** Milliseconds since 1970, UTC. */
  readonly at: number;
}

/** Why a request is none, for callers that no compiler has checked. */
export function checkRequest(request: DecideRequest): Refusal | undefined {
  if (typeof request !== 'object' || request === null) {
    return { code: 'request_invalid', reason: `A request must be an object, but it is ${describeType(request)}.` };
  }
  // A field that is misspelt would be left out, and another request decided about than was meant.
  for (const key in request) {
    if (!isField(key)) return { code: 'request_invalid', reason: describeUnknownField(key, FIELDS) };
  }
  const { action, at, target, ticket_id } = request;
  if (typeof action !== 'string') return invalid('action', 'a string', action);
  if (target !== undefined && target !== null && typeof target !== 'string')
    return invalid('target', 'a string', target);
  if (ticket_id !== undefined && ticket_id !== null && typeof ticket_id !== 'string')
    return invalid('ticket_id', 'a string', ticket_id);
  // Beyond, there is no date.
  if (!(Math.abs(at) <= 8.64e15)) return invalid('at', 'the time in milliseconds since 1970', at);
  return undefined;
}

/** As a switch, because a decision asks it five times. */
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

/** Who asks, or a refusal. */
export function readCaller(
  caller: DecideRequest['caller'],
  requireVerified: boolean,
): { readonly caller: Caller | undefined } | Refusal {
  if (caller === null || caller === undefined || typeof caller === 'string') {
    return identifyByName(caller, requireVerified);
  }
  const { agent_id, delegation_chain, delegation_scopes, groups, roles, verified } = caller;
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
  const problem = delegation_scopes === undefined ? undefined : checkScopes(delegation_scopes, delegation_chain.length);
  if (problem !== undefined) return { code: 'request_invalid', reason: problem };
  if (requireVerified && !verified) return identifyByName(agent_id, true);
  return { caller };
}

function invalid(field: string, expected: string, value: unknown): Refusal {
  return { code: 'request_invalid', reason: `"${field}" must be ${expected}, but it is ${describeType(value)}.` };
}
