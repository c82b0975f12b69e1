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
  if (typeof value === 'string') return canonicalText(value);
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new JsonError('a number', 'is not finite');
    if (Number.isInteger(value) && !Number.isSafeInteger(value))
      throw new JsonError('an integer', 'is beyond 2^53 - 1');
    return JSON.stringify(value);
  }
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value !== 'object') throw new JsonError('a value', `is a ${typeof value}`);
  // Joined one by one: a list of parts would cost more than the parts. Every decision computes a digest.
  let text = '';
  if (isJsonArray(value)) {
    for (const member of value) text += text === '' ? canonicalJson(member) : `,${canonicalJson(member)}`;
    return `[${text}]`;
  }
  for (const key of sortKeys(Object.keys(value))) {
    const member = value[key];
    if (member === undefined) throw new JsonError(`the member ${JSON.stringify(key)}`, 'is undefined');
    text += `${text === '' ? '' : ','}${canonicalText(key)}:${canonicalJson(member)}`;
  }
  return `{${text}}`;
}

/** Texts that JSON writes as they are. */
const PLAIN = /^[ !#-[\]-~]*$/;

function canonicalText(text: string): string {
  if (PLAIN.test(text)) return `"${text}"`;
  if (!text.isWellFormed()) throw new JsonError('a string', 'holds half of a surrogate pair');
  return JSON.stringify(text);
}

/** Sorts keys by UTF-16 code units. Most objects have few keys, and these are often in order. */
function sortKeys(keys: string[]): string[] {
  for (let index = 1; index < keys.length; index++) {
    if ((keys[index - 1] ?? '') > (keys[index] ?? '')) return keys.sort();
  }
  return keys;
}
