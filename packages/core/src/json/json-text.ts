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
  let expectsKey = false;
  for (const [token] of text.matchAll(/"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\],]/g)) {
    if (token === '{') {
      open.push(new Set());
      expectsKey = true;
    } else if (token === '[') {
      open.push(undefined);
      expectsKey = false;
    } else if (token === '}' || token === ']') {
      open.pop();
      expectsKey = false;
    } else if (token === ',') {
      expectsKey = open.at(-1) !== undefined;
    } else if (expectsKey) {
      const key = String(JSON.parse(token));
      if (open.at(-1)?.has(key)) return key;
      open.at(-1)?.add(key);
      expectsKey = false;
    }
  }
  return undefined;
}
