import {
  type CheckResult,
  type DelegationScope,
  type DelegatorHolding,
  describeType,
  PASSED,
  quote,
  type Refused,
  suggest,
} from '@agent-safe/core';

/**
 * Checks the shape of a caller's delegation scopes. A misspelled key or a wrong type would restrict nothing, and allow more than was
 * delegated.
 *
 * @param hops number of delegators
 */
export function checkScopes(scopes: unknown, hops: number): CheckResult<'request_invalid'> {
  const where = 'caller.delegation_scopes';
  if (!Array.isArray(scopes)) return invalid(`"${where}" must be an array, but it is ${describeType(scopes)}.`);
  if (scopes.length > hops) {
    const counts = `it has ${scopes.length} for ${hops} agents`;
    return invalid(`"${where}" must have at most one scope for each agent of the chain, but ${counts}.`);
  }
  // By index, because iteration methods skip the holes of a sparse array.
  for (let hop = 0; hop < scopes.length; hop++) {
    const checked = checkScope(scopes[hop], `${where}[${hop}]`);
    if (!checked.ok) return checked;
  }
  return PASSED;
}

type Expectation = readonly [holds: (value: unknown) => boolean, expected: string];

const CHECKS: { readonly [Key in keyof Required<DelegationScope>]: Expectation } = {
  actions: [isTexts, 'an array of strings'],
  targets: [isTexts, 'an array of strings'],
  exp: [isTime, 'seconds since 1970'],
};

function checkScope(scope: unknown, where: string): CheckResult<'request_invalid'> {
  if (typeof scope !== 'object' || scope === null || Array.isArray(scope)) {
    return invalid(`"${where}" must be an object, but it is ${describeType(scope)}.`);
  }
  for (const key in scope) {
    if (Object.hasOwn(CHECKS, key)) continue;
    return invalid(`"${where}" has the unknown key ${quote(key)}. ${suggest(key, Object.keys(CHECKS))}`);
  }
  for (const [key, [holds, expected]] of Object.entries(CHECKS)) {
    const value: unknown = scope[key as keyof typeof scope];
    if (value === undefined || holds(value)) continue;
    return invalid(`"${where}.${key}" must be ${expected}, but it is ${describeType(value)}.`);
  }
  return PASSED;
}

function invalid(reason: string): Refused<'request_invalid'> {
  return { ok: false, code: 'request_invalid', reason };
}

/** Whether a value is an array of strings. By index, because iteration methods skip holes. */
export function isTexts(value: unknown): value is readonly string[] {
  if (!Array.isArray(value)) return false;
  for (let place = 0; place < value.length; place++) if (typeof value[place] !== 'string') return false;
  return true;
}

/** Larger values are not valid dates. */
function isTime(value: unknown): boolean {
  return typeof value === 'number' && value >= 0 && value <= 8.64e12;
}

/** Whether a value has the roles and groups of each delegator. */
export function areHoldings(value: unknown, hops: number): value is readonly DelegatorHolding[] {
  if (!Array.isArray(value) || value.length !== hops) return false;
  for (let hop = 0; hop < hops; hop++) {
    const holding: unknown = value[hop];
    if (typeof holding !== 'object' || holding === null) return false;
    const { groups, roles } = holding as Partial<DelegatorHolding>;
    if (!isTexts(roles) || !isTexts(groups)) return false;
  }
  return true;
}
