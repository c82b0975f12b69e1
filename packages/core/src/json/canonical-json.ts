import { isJsonArray, JsonError, type JsonValue } from './json.ts';

/**
 * Returns the canonical text of a JSON value, RFC 8785 (JSON Canonicalization Scheme): no white space, keys sorted by
 * UTF-16 code units, numbers and strings as ECMAScript writes them. Different values have different texts. Therefore
 * inexact integers and lone surrogates are refused.
 *
 * @throws JsonError if JSON cannot represent the value exactly
 * @see https://www.rfc-editor.org/rfc/rfc8785
 * @example canonicalJson({ b: 1, a: [true] }) // '{"a":[true],"b":1}'
 */
export function canonicalJson(value: JsonValue): string {
  if (typeof value === 'string') {
    if (!value.isWellFormed()) throw new JsonError('a string', 'holds half of a surrogate pair');
    return JSON.stringify(value);
  }
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new JsonError('a number', 'is not finite');
    if (Number.isInteger(value) && !Number.isSafeInteger(value))
      throw new JsonError('an integer', 'is beyond 2^53 - 1');
    return JSON.stringify(value);
  }
  if (value === null || typeof value === 'boolean') return String(value);
  if (isJsonArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value !== 'object') throw new JsonError('a value', `is a ${typeof value}`);
  const members: string[] = [];
  for (const key of Object.keys(value).sort()) {
    const member = value[key];
    if (member === undefined) throw new JsonError(`the member ${JSON.stringify(key)}`, 'is undefined');
    members.push(`${canonicalJson(key)}:${canonicalJson(member)}`);
  }
  return `{${members.join(',')}}`;
}
