import type { JsonScalar, JsonValue } from '../json/json.ts';
import { NAME_PATTERN, SETTING_LIMITS, VARIABLE_PATTERN } from '../model/setting-limits.ts';
import { fail, leaf, list, need, type Shape } from './shape.ts';

const LONGEST_NAME = SETTING_LIMITS.nameLength.most;

/** Accepts any value. Another check reads it. */
// biome-ignore lint/suspicious/noExplicitAny: accepts a value of any type.
export const anything: Shape<any> = leaf(() => undefined);
export const string = leaf<string>((value, path) => need(typeof value === 'string', path, 'a string', value));
export const text = leaf<string>((value, path) => need(typeof value === 'string' && value !== '', path, 'text', value));
export const boolean = leaf<boolean>((value, path) => need(typeof value === 'boolean', path, 'true or false', value));
export const number = leaf<number>((value, path) => need(typeof value === 'number', path, 'a number', value));
export const scalar = leaf<Exclude<JsonScalar, null>>((value, path) =>
  need(['string', 'number', 'boolean'].includes(typeof value), path, 'text, a number, true or false', value),
);
// biome-ignore lint/suspicious/noExplicitAny: the parameters of a function are unknown at run time.
export const callable = leaf<(...given: any[]) => any>((value, path) =>
  need(typeof value === 'function', path, 'a function', value),
);

export function integer(least = Number.MIN_SAFE_INTEGER, most = Number.MAX_SAFE_INTEGER): Shape<number> {
  const expected = `an integer${describeRange(least, most, Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER)}`;
  return leaf((value, path) => {
    const isFitting = typeof value === 'number' && Number.isSafeInteger(value) && value >= least && value <= most;
    if (!isFitting && Number.isSafeInteger(value)) fail(path, `must be ${expected}, but it is out of range`);
    need(isFitting, path, expected, value);
  });
}

export function numberFrom(least: number, most: number, unit?: string): Shape<number> {
  const expected = `a number${unit === undefined ? '' : ` of ${unit}`} from ${least} to ${most}`;
  return leaf((value, path) => {
    const isFitting = typeof value === 'number' && value >= least && value <= most;
    if (!isFitting && typeof value === 'number') fail(path, `must be ${expected}, but it is out of range`);
    need(isFitting, path, expected, value);
  });
}

/** @param expected the description of matching text in an error */
export function matching(pattern: RegExp, expected = `text that matches ${pattern.source}`): Shape<string> {
  return leaf((value, path) => need(typeof value === 'string' && pattern.test(value), path, expected, value));
}

/** The name of a thing. */
export const name = leaf<string>((value, path) => {
  const isName = typeof value === 'string' && value.length <= LONGEST_NAME && NAME_PATTERN.test(value);
  need(isName, path, `one line of 1 to ${LONGEST_NAME} characters without white space around it`, value);
});

export const variable = matching(VARIABLE_PATTERN, 'the name of an environment variable');

/** A duration. */
export const seconds = numberFrom(SETTING_LIMITS.seconds.least, SETTING_LIMITS.seconds.most, 'seconds');

export function nullable<Value>(shape: Shape<Value>): Shape<Value | null> {
  return {
    check(value, path) {
      if (value !== null) shape.check(value, path);
    },
    fill: (value) => (value === null ? null : shape.fill(value)),
  };
}

/** A list of documents with unique names. */
export function named<Document extends object>(
  key: string & keyof Document,
  document: Shape<Document>,
): Shape<readonly Document[]> {
  const documents = list(document);
  return {
    check(value, path) {
      documents.check(value, path);
      const seen = new Set<JsonValue>();
      for (const [index, entry] of (value as readonly Readonly<Record<string, JsonValue>>[]).entries()) {
        const own = entry[key] ?? null;
        if (seen.has(own)) fail(`${path}[${index}].${key}`, 'is a duplicate: another entry has the same name');
        seen.add(own);
      }
    },
    fill: documents.fill,
  };
}

function describeRange(least: number, most: number, lowest: number, highest: number): string {
  if (most !== highest) return ` from ${least} to ${most}`;
  return least === lowest ? '' : ` of at least ${least}`;
}
