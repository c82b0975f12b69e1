import { JSON_LIMITS, JsonError, type JsonValue, quote, snapshotJson } from './json.ts';

/**
 * Parses JSON text strictly. Refuses duplicate keys, because two parsers may pick different values, and every value
 * that {@link snapshotJson} refuses.
 *
 * @param name the name of the text in an error
 * @throws SyntaxError or JsonError. Neither quotes a value.
 */
export function parseJson(text: string, name: string): JsonValue {
  if (text.length > LONGEST) throw new JsonError(name, `is longer than ${LONGEST} characters`);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const position = error instanceof Error ? /at position (\d+)/.exec(error.message)?.[1] : undefined;
    const where = position === undefined ? '' : `, at character ${Number(position) + 1}`;
    throw new SyntaxError(`${name} is not valid JSON${where}`);
  }
  const key = findDuplicateKey(text);
  if (key !== undefined) throw new SyntaxError(`${name} gives the key ${quote(key)} twice`);
  return snapshotJson(value, name);
}

/** Longer than the limit of the value, because white space and escapes need room too. */
const LONGEST = JSON_LIMITS.characters * 4;

/** Finds a duplicate key in a text that is valid JSON. */
export function findDuplicateKey(text: string): string | undefined {
  const open: (Set<string> | undefined)[] = [];
  let keys: Set<string> | undefined;
  let expectsKey = false;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (character === '"') {
      const end = findEnd(text, at);
      if (expectsKey && keys !== undefined) {
        const key = readKey(text, at, end);
        if (keys.has(key)) return key;
        keys.add(key);
        expectsKey = false;
      }
      at = end;
    } else if (character === '{' || character === '[') {
      open.push(keys);
      expectsKey = character === '{';
      keys = expectsKey ? new Set() : undefined;
    } else if (character === '}' || character === ']') {
      keys = open.pop();
      expectsKey = false;
    } else if (character === ',') {
      expectsKey = keys !== undefined;
    }
  }
  return undefined;
}

/** @returns the place of the quotation mark that ends a string */
function findEnd(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); end >= 0; end = text.indexOf('"', end + 1)) {
    let before = end;
    while (text[before - 1] === '\\') before--;
    if ((end - before) % 2 === 0) return end;
  }
  return text.length;
}

/** Two spellings of a key are the same key. */
function readKey(text: string, start: number, end: number): string {
  const key = text.slice(start + 1, end);
  return key.includes('\\') ? String(JSON.parse(`"${key}"`)) : key;
}
