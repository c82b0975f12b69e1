import {
  type Caller,
  type CheckResult,
  describeType,
  describeUnknownField,
  type Identification,
  identifyByName,
  PASSED,
  type Refused,
  snapshotJson,
  type Target,
} from '@agent-safe/core';
import { CallerCopy } from './caller-copy.ts';

/** A request with its time. */
export interface DecideRequest {
  readonly action: string;
  readonly target?: string | null | undefined;
  /**
   * The target itself, described by the calling program and not by the agent, such as a record of an application. It takes the place of
   * the inventory, and needs no scope in strict mode. `target` must be its id.
   */
  readonly described_target?: Target | undefined;
  /** The verified caller, or a bare name, which is unverified. */
  readonly caller?: Caller | string | null | undefined;
  /** Untrusted input. `undefined` and `null` mean `{}`. */
  readonly params?: unknown;
  /** Id of a change ticket. */
  readonly ticket_id?: string | null | undefined;
  /** Milliseconds since 1970, UTC. */
  readonly at: number;
}

/**
 * A request, read once. A getter or a proxy may return another value at the next read, so nothing else reads the request. It is reused,
 * so that a copy allocates nothing.
 */
export class RequestCopy {
  action = '';
  target: string | undefined;
  described: Target | undefined;
  /** As given; a caller object is in `callerCopy`. */
  caller: string | object | undefined;
  params: unknown;
  ticket_id: string | undefined;
  at = Number.NaN;
  readonly callerCopy = new CallerCopy();

  /** Reads a request, and checks the types of its fields, for JavaScript callers. */
  read(request: DecideRequest): CheckResult<'request_invalid'> {
    if (typeof request !== 'object' || request === null) {
      this.clear();
      return refuse(`A request must be an object, but it is ${describeType(request)}.`);
    }
    // A misspelled field must not be ignored: the decision would be about another request than intended.
    for (const key in request) {
      if (isField(key)) continue;
      this.clear();
      // Its risk is that of its names.
      this.action = toText(request.action) ?? '';
      this.target = toText(request.target);
      return refuse(describeUnknownField(key, FIELDS));
    }
    const { action, at, caller, described_target, params, target, ticket_id } = request;
    this.action = toText(action) ?? '';
    this.target = toText(target);
    this.ticket_id = toText(ticket_id);
    this.at = at;
    this.params = params;
    this.described = described_target;
    this.caller = undefined;
    if (typeof action !== 'string') return invalid('action', 'a string', action);
    if (this.target === undefined && target !== undefined && target !== null)
      return invalid('target', 'a string', target);
    if (described_target !== undefined && described_target.id !== target)
      return refuse('"described_target" must have the id that "target" names.');
    if (this.ticket_id === undefined && ticket_id !== undefined && ticket_id !== null)
      return invalid('ticket_id', 'a string', ticket_id);
    // Larger values are not valid dates. Null, texts and lists would count as a number.
    if (typeof at !== 'number' || !(Math.abs(at) <= 8.64e15))
      return invalid('at', 'the time in milliseconds since 1970', at);
    if (caller === null || caller === undefined || typeof caller === 'string') this.caller = caller ?? undefined;
    else {
      const copied = this.callerCopy.read(caller);
      if (!copied.ok) return copied;
      this.caller = this.callerCopy;
    }
    return PASSED;
  }

  /** Drops the values of the last request. */
  clear(): void {
    this.action = '';
    this.target = undefined;
    this.described = undefined;
    this.caller = undefined;
    this.params = undefined;
    this.ticket_id = undefined;
    this.at = Number.NaN;
  }

  /** Returns the caller, or a refusal. */
  identify(requireVerified: boolean): Identification {
    if (typeof this.caller !== 'object') return identifyByName(this.caller, requireVerified);
    const caller: Caller = this.callerCopy;
    if (!requireVerified || caller.verified) return this.callerCopy.identified;
    const identified = identifyByName(caller.agent_id, true);
    return identified.ok ? this.callerCopy.identified : identified;
  }

  /** Returns a plain caller. */
  toCaller(): Caller | undefined {
    if (typeof this.caller === 'object') return this.callerCopy.toCaller();
    const named = identifyByName(this.caller, false);
    return named.ok ? named.caller : undefined;
  }
}

/** Copies a request whose fields have valid types, with its parameters; undefined for any other. */
export function copyRequest(request: DecideRequest): DecideRequest | undefined {
  try {
    const asked = new RequestCopy();
    if (!asked.read(request).ok || !asked.callerCopy.copyLists()) return undefined;
    const { action, at, caller, described, params, target, ticket_id } = asked;
    const own = typeof caller === 'object' ? asked.toCaller() : caller;
    const described_target = described === undefined ? {} : { described_target: described };
    return { action, at, target, ticket_id, caller: own, params: copyParams(params), ...described_target };
  } catch {
    // A getter or a proxy may throw any value.
    return undefined;
  }
}

/** Parameters that cannot be copied stay as they are: they are invalid, and the reason says why. */
function copyParams(params: unknown): unknown {
  try {
    return params === undefined || params === null ? params : snapshotJson(params, 'params');
  } catch {
    return params;
  }
}

function toText(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** Uses a switch for speed: it is called five times per decision. */
function isField(key: string): key is keyof DecideRequest {
  switch (key) {
    case 'action':
    case 'target':
    case 'described_target':
    case 'caller':
    case 'params':
    case 'ticket_id':
    case 'at':
      return true;
    default:
      return false;
  }
}

const FIELDS: readonly (keyof DecideRequest)[] = [
  'action',
  'target',
  'described_target',
  'caller',
  'params',
  'ticket_id',
  'at',
];

function invalid(field: string, expected: string, value: unknown): Refused<'request_invalid'> {
  return refuse(`"${field}" must be ${expected}, but it is ${describeType(value)}.`);
}

function refuse(reason: string): Refused<'request_invalid'> {
  return { ok: false, code: 'request_invalid', reason };
}
