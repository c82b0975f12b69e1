import {
  type DelegationScope,
  type DelegatorHolding,
  describeType,
  quote,
  type Refused,
  suggest,
  type TargetGlobs,
} from '@agent-safe/core';

type ScopesReading = { readonly ok: true; readonly scopes: readonly DelegationScope[] } | Refused<'request_invalid'>;

/**
 * Copies a caller's delegation scopes, and checks their shape. A misspelled key or a wrong type would restrict nothing, and allow more
 * than was delegated.
 *
 * @param hops number of delegators
 */
export function readScopes(given: unknown, hops: number): ScopesReading {
  const where = 'caller.delegation_scopes';
  if (!Array.isArray(given)) return invalid(`"${where}" must be an array, but it is ${describeType(given)}.`);
  const { length } = given;
  if (length > hops) {
    const counts = `it has ${length} for ${hops} agents`;
    return invalid(`"${where}" must have at most one scope for each agent of the chain, but ${counts}.`);
  }
  const scopes: DelegationScope[] = [];
  // By index, because iteration methods skip the holes of a sparse array.
  for (let hop = 0; hop < length; hop++) {
    const read = readScope(given[hop], `${where}[${hop}]`);
    if (!read.ok) return read;
    scopes.push(read.scope);
  }
  return { ok: true, scopes };
}

type Expectation = readonly [read: (value: unknown) => unknown, expected: string];

const READERS: { readonly [Key in keyof Required<DelegationScope>]: Expectation } = {
  actions: [readTexts, 'an array of strings'],
  targets: [readTexts, 'an array of strings'],
  target_globs: [readGlobs, '"parts" or "text"'],
  exp: [readTime, 'seconds since 1970'],
};

function readScope(
  given: unknown,
  where: string,
): { readonly ok: true; readonly scope: DelegationScope } | Refused<'request_invalid'> {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    return invalid(`"${where}" must be an object, but it is ${describeType(given)}.`);
  }
  for (const key in given) {
    if (Object.hasOwn(READERS, key)) continue;
    return invalid(`"${where}" has the unknown key ${quote(key)}. ${suggest(key, Object.keys(READERS))}`);
  }
  const scope: Record<string, unknown> = {};
  for (const [key, [read, expected]] of Object.entries(READERS)) {
    const value: unknown = given[key as keyof typeof given];
    if (value === undefined) continue;
    const copy = read(value);
    if (copy === undefined) return invalid(`"${where}.${key}" must be ${expected}, but it is ${describeType(value)}.`);
    scope[key] = copy;
  }
  return { ok: true, scope };
}

function invalid(reason: string): Refused<'request_invalid'> {
  return { ok: false, code: 'request_invalid', reason };
}

/** Copies an array of strings; undefined for anything else. By index, because iteration methods skip holes. */
export function readTexts(value: unknown): readonly string[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const texts: string[] = [];
  const { length } = value;
  for (let place = 0; place < length; place++) {
    const text: unknown = value[place];
    if (typeof text !== 'string') return undefined;
    texts.push(text);
  }
  return texts;
}

function readGlobs(value: unknown): TargetGlobs | undefined {
  return value === 'parts' || value === 'text' ? value : undefined;
}

/** Larger values are not valid dates. */
function readTime(value: unknown): number | undefined {
  return typeof value === 'number' && value >= 0 && value <= 8.64e12 ? value : undefined;
}

/** Copies the roles and groups of each delegator; undefined if they are incomplete. */
export function readHoldings(given: unknown, hops: number): readonly DelegatorHolding[] | undefined {
  if (!Array.isArray(given) || given.length !== hops) return undefined;
  const holdings: DelegatorHolding[] = [];
  for (let hop = 0; hop < hops; hop++) {
    const holding: unknown = given[hop];
    if (typeof holding !== 'object' || holding === null) return undefined;
    const held = holding as Partial<DelegatorHolding>;
    const roles = readTexts(held.roles);
    const groups = readTexts(held.groups);
    if (roles === undefined || groups === undefined) return undefined;
    holdings.push({ roles, groups });
  }
  return holdings;
}
