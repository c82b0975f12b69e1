import {
  type CheckResult,
  type DelegationScope,
  describeType,
  PASSED,
  quote,
  type Refused,
  suggest,
} from '@agent-safe/core';

/**
 * Whether the scopes of a caller are such as can be enforced. One that is misspelt or of another type would narrow nothing,
 * so that more would be allowed than was delegated.
 *
 * @param hops how many agents delegated
 */
export function checkScopes(scopes: unknown, hops: number): CheckResult<'request_invalid'> {
  const where = 'caller.delegation_scopes';
  if (!Array.isArray(scopes)) return invalid(`"${where}" must be an array, but it is ${describeType(scopes)}.`);
  if (scopes.length > hops) {
    return invalid(
      `"${where}" must hold no more than one scope for each agent of the chain: ${scopes.length} for ${hops}.`,
    );
  }
  // By places: what is left out of a sparse array must not be passed over.
  for (let hop = 0; hop < scopes.length; hop++) {
    const checked = checkScope(scopes[hop], `${where}[${hop}]`);
    if (!checked.ok) return checked;
  }
  return PASSED;
}

type Expectation = readonly [holds: (value: unknown) => boolean, expected: string];

const CHECKS: { readonly [Key in keyof Required<DelegationScope>]: Expectation } = {
  actions: [isTexts, 'an array of texts'],
  targets: [isTexts, 'an array of texts'],
  exp: [isTime, 'the seconds since 1970'],
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

/** By places, as sparse arrays have less than they seem to. */
export function isTexts(value: unknown): value is readonly string[] {
  if (!Array.isArray(value)) return false;
  for (let place = 0; place < value.length; place++) if (typeof value[place] !== 'string') return false;
  return true;
}

/** Beyond, there is no date. */
function isTime(value: unknown): boolean {
  return typeof value === 'number' && value >= 0 && value <= 8.64e12;
}
