import {
  type CheckResult,
  describeType,
  describeUnknownField,
  holdsToken,
  PASSED,
  quote,
  type Refused,
  snapshotJson,
} from '@agent-safe/core';
import { isAgentId } from './identity-claims.ts';

const LONGEST_LIST = 64;
const LONGEST_TEXT = 256;
/** Maximum lifetime of a token, in seconds: ten years. */
const LONGEST_TTL = 315_360_000;

type RequestRefusal = Refused<'request_invalid'>;

/**
 * Reads a request as plain data. Each value is read once, so that the checked values are the signed values.
 *
 * @returns a copy, without undefined members
 */
export function readRequest<Request extends object>(
  given: Request,
  known: readonly string[],
): { readonly ok: true; readonly request: Request } | RequestRefusal {
  const copied = copyRequest(given);
  if (!copied.ok) return copied;
  const checked = checkFields(copied.request, known);
  return checked.ok ? copied : checked;
}

function copyRequest<Request extends object>(
  request: Request,
): { readonly ok: true; readonly request: Request } | RequestRefusal {
  try {
    if (typeof request !== 'object' || request === null) {
      return refuse(`A request must be an object, but this is ${describeType(request)}.`);
    }
    const given = Object.entries(request).filter(([, value]) => value !== undefined);
    return { ok: true, request: snapshotJson(Object.fromEntries(given), 'request') as unknown as Request };
  } catch {
    return refuse('The request contains a value that is not plain data. Pass JSON values only.');
  }
}

function checkFields(request: object, known: readonly string[]): CheckResult<'request_invalid'> {
  const fields = request as Readonly<Record<string, unknown>>;
  const unknown = Object.keys(fields).find((key) => !known.includes(key));
  if (unknown !== undefined) return refuse(describeUnknownField(unknown, known));
  for (const key of known) {
    const value = fields[key];
    const checked = value === undefined && !key.endsWith('agent_id') ? PASSED : checkField(key, value);
    if (!checked.ok) return checked;
  }
  return PASSED;
}

function checkField(key: string, value: unknown): CheckResult<'request_invalid'> {
  if (key.endsWith('agent_id')) {
    if (typeof value === 'string' && isAgentId(value)) return PASSED;
    return refuse(`"${key}" must be a name: up to 256 letters and digits, joined by spaces or common punctuation.`);
  }
  if (key.endsWith('agent_name')) {
    return isText(value) || value === ''
      ? PASSED
      : refuse(`"${key}" must be a text of up to ${LONGEST_TEXT} characters, without control characters and tokens.`);
  }
  if (key === 'ttl_seconds') {
    const isRight = Number.isSafeInteger(value) && (value as number) >= 1 && (value as number) <= LONGEST_TTL;
    return isRight
      ? PASSED
      : refuse(`"${key}" must be a whole number of seconds, from 1 to ${LONGEST_TTL} (ten years).`);
  }
  if (key === 'max_depth') {
    const isRight = Number.isSafeInteger(value) && (value as number) >= 0;
    return isRight ? PASSED : refuse(`"${key}" must be a whole number, 0 or greater.`);
  }
  if (!Array.isArray(value)) return refuse(`"${key}" must be a list of texts, but it is ${describeType(value)}.`);
  if (value.length > LONGEST_LIST)
    return refuse(`"${key}" has ${value.length} entries, but at most ${LONGEST_LIST} are allowed.`);
  if (value.length === 0 && (key === 'actions' || key === 'targets'))
    return refuse(`"${key}" is an empty list, which would allow no request. Leave it out, or add a pattern.`);
  const wrong: unknown = value.find((each) => !isText(each));
  if (wrong === undefined) return PASSED;
  const what = typeof wrong === 'string' && !holdsToken(wrong) ? quote(wrong) : describeType(wrong);
  return refuse(`"${key}" must contain texts of up to ${LONGEST_TEXT} characters, but contains ${what}.`);
}

function refuse(reason: string): RequestRefusal {
  return { ok: false, code: 'request_invalid', reason };
}

/** Returns whether a value is a short text without control characters that does not look like a token. */
function isText(value: unknown): value is string {
  return (
    typeof value === 'string' &&
    value !== '' &&
    value.length <= LONGEST_TEXT &&
    value.isWellFormed() &&
    !/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(value) &&
    !holdsToken(value)
  );
}
