import { describeType, describeUnknownField, holdsToken, quote, snapshotJson } from '@agent-safe/core';
import { isAgentId } from './identity-claims.ts';

const LONGEST_LIST = 64;
const LONGEST_TEXT = 256;
/** Ten years. */
const LONGEST_TTL = 315_360_000;

/**
 * Copies a request as plain data. Each value is read once, so that the checked values are the signed values.
 *
 * @returns the copy, without undefined members; or a sentence that says why the request cannot be read
 */
export function copyRequest<Request extends object>(request: Request): Request | string {
  try {
    if (typeof request !== 'object' || request === null) {
      return `A request is an object, but this is ${describeType(request)}.`;
    }
    const given = Object.entries(request).filter(([, value]) => value !== undefined);
    return snapshotJson(Object.fromEntries(given), 'request') as unknown as Request;
  } catch {
    return 'The request cannot be read: it holds something else than plain data.';
  }
}

/** What is wrong with a request for a token, in a sentence; undefined where nothing is. */
export function findMistake(request: object, known: readonly string[]): string | undefined {
  const fields = request as Readonly<Record<string, unknown>>;
  const unknown = Object.keys(fields).find((key) => !known.includes(key));
  if (unknown !== undefined) return describeUnknownField(unknown, known);
  for (const key of known) {
    const value = fields[key];
    const mistake = value === undefined && !key.endsWith('agent_id') ? undefined : findFieldMistake(key, value);
    if (mistake !== undefined) return mistake;
  }
  return undefined;
}

function findFieldMistake(key: string, value: unknown): string | undefined {
  if (key.endsWith('agent_id')) {
    if (typeof value === 'string' && isAgentId(value)) return undefined;
    return `"${key}" must be a name: up to 256 letters and digits, joined by spaces or common punctuation.`;
  }
  if (key.endsWith('agent_name')) return isText(value) || value === '' ? undefined : `"${key}" must be a short text.`;
  if (key === 'ttl_seconds') {
    const isRight = Number.isSafeInteger(value) && (value as number) >= 1 && (value as number) <= LONGEST_TTL;
    return isRight ? undefined : `"${key}" must be a whole number of seconds, from 1 to ten years.`;
  }
  if (key === 'max_depth') {
    const isRight = Number.isSafeInteger(value) && (value as number) >= 0;
    return isRight ? undefined : `"${key}" must be a whole number from 0.`;
  }
  if (!Array.isArray(value)) return `"${key}" must be a list of texts, but it is ${describeType(value)}.`;
  if (value.length > LONGEST_LIST) return `"${key}" has more than ${LONGEST_LIST} entries.`;
  if (value.length === 0 && (key === 'actions' || key === 'targets'))
    return `"${key}" is empty, and would allow nothing.`;
  const wrong: unknown = value.find((each) => !isText(each));
  if (wrong === undefined) return undefined;
  return `"${key}" must hold short texts, but has ${typeof wrong === 'string' && !holdsToken(wrong) ? quote(wrong) : describeType(wrong)}.`;
}

/** Text for people and rules: short, without control characters, and no token in disguise. */
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
