import {
  type CheckResult,
  describeType,
  describeUnknownField,
  holdsToken,
  PASSED,
  type Refused,
} from '@agent-safe/core';

/** A request, read once. Its values are still untrusted. */
export interface ReadRequest {
  /** Empty if the request names no action. */
  readonly action: string;
  readonly target: string | undefined;
  readonly caller: string | undefined;
  readonly params: unknown;
  readonly ticket_id: string | undefined;
  /** Must not appear in a message, record or decision. */
  readonly request_secret: string | undefined;
  /** Whether the request is well-formed. If not, the other fields hold the readable values. */
  readonly check: CheckResult<'request_invalid'>;
}

const TEXTS = ['action', 'target', 'caller', 'ticket_id', 'request_secret'] as const;
const KNOWN: readonly string[] = [...TEXTS, 'params'];
/** Long enough for any name; tokens may be longer. */
const LONGEST = { action: 256, target: 1_024, caller: 65_536, ticket_id: 1_024, request_secret: 256 } as const;

/**
 * Reads each field of a request once. Refuses unknown fields: if a misspelled field were ignored, the decision would be
 * about a different request.
 */
export function readRequest(request: unknown): ReadRequest {
  const copied = copyFields(request);
  if (!copied.ok) return { ...NOTHING, check: copied };
  const { fields } = copied;
  const refusals: Refused<'request_invalid'>[] = [];
  const unknown = Object.keys(fields).find((key) => !KNOWN.includes(key) && fields[key] !== undefined);
  if (unknown !== undefined) refusals.push(invalid(describeUnknownField(unknown, KNOWN)));
  const text = (key: (typeof TEXTS)[number]): string | undefined => {
    const value = fields[key] ?? undefined;
    const checked = checkText(key, value);
    if (!checked.ok) refusals.push(checked);
    return typeof value === 'string' && checked.ok ? value : undefined;
  };
  const action = text('action');
  if (action === undefined && refusals.length === 0) refusals.push(invalid('"action" is missing.'));
  const read = {
    action: action ?? '',
    target: text('target'),
    caller: text('caller'),
    ticket_id: text('ticket_id'),
    request_secret: text('request_secret'),
    params: fields.params,
  };
  return { ...read, check: refusals[0] ?? PASSED };
}

const NOTHING: Omit<ReadRequest, 'check'> = {
  action: '',
  target: undefined,
  caller: undefined,
  params: undefined,
  ticket_id: undefined,
  request_secret: undefined,
};

type FieldsResult =
  | { readonly ok: true; readonly fields: Readonly<Record<string, unknown>> }
  | Refused<'request_invalid'>;

/** Copies the own fields of a request. */
function copyFields(request: unknown): FieldsResult {
  if (typeof request !== 'object' || request === null) {
    return invalid(`A request must be an object, but it is ${describeType(request)}.`);
  }
  try {
    if (Array.isArray(request)) return invalid('A request must be an object, but it is an array.');
    return { ok: true, fields: { ...request } };
  } catch {
    return invalid('The request cannot be read: a field throws an error.');
  }
}

function checkText(key: (typeof TEXTS)[number], value: unknown): CheckResult<'request_invalid'> {
  if (value === undefined) return PASSED;
  if (typeof value !== 'string') return invalid(`"${key}" must be a string, but it is ${describeType(value)}.`);
  if (value.length > LONGEST[key]) return invalid(`"${key}" is longer than ${LONGEST[key]} characters.`);
  if (!value.isWellFormed()) return invalid(`"${key}" is not valid Unicode.`);
  // Decisions show all texts except the secret ones, so these texts must hold no token.
  const isSecret = key === 'caller' || key === 'request_secret';
  if (!isSecret && holdsToken(value)) return invalid(`"${key}" looks like a token. Give tokens as "caller" only.`);
  if (value === '' && (key === 'action' || key === 'target')) return invalid(`"${key}" is empty.`);
  return PASSED;
}

function invalid(reason: string): Refused<'request_invalid'> {
  return { ok: false, code: 'request_invalid', reason };
}
