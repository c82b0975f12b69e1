import { type PreparedRule, type RuleBitset, ValueIndex } from '@agent-safe/pdp/analysis';
import { type Bits, intersection, isSubset, keyOf } from './bits.ts';
import type { Search } from './search.ts';

/** Most sets of roles or groups that are compared with each other. */
const MOST_COMPARED = 2_000;

/** The lists of several selectors. Undefined asks for nothing. */
export type Lists = readonly (readonly string[] | undefined)[];

/** The properties of callers that matter for a search. */
export interface Interest {
  /** The rules whose answers matter. */
  readonly relevant: Bits;
  /**
   * Whether some of these rules decide every request earlier, for every caller with these roles or groups.
   *
   * @param admitted the rules that admit the roles, or the roles and the groups
   */
  hides(admitted: Bits, kind: 'roles' | 'held'): boolean;
}

/** Roles and groups, and the rules that admit them. */
export interface RolesAndGroups {
  readonly roles: readonly string[];
  readonly groups: readonly string[];
  readonly rules: Bits;
}

export const NOTHING: RolesAndGroups = { roles: [], groups: [], rules: new Uint32Array(0) };

/** The roles and groups that rules distinguish. */
export class RoleSets {
  readonly #words: number;
  readonly #indexes: Readonly<Record<'roles' | 'groups', ValueIndex>>;
  readonly #keepsAll: boolean;

  /** @param keepsAll whether a caller that more rules admit can have another answer that matters */
  constructor(rules: readonly PreparedRule[], keepsAll: boolean) {
    const selectors = rules.map(({ rule }) => rule.match.callers);
    this.#words = (rules.length + 31) >>> 5;
    this.#keepsAll = keepsAll;
    this.#indexes = {
      roles: new ValueIndex(selectors.map((selector) => selector?.roles)),
      groups: new ValueIndex(selectors.map((selector) => selector?.groups)),
    };
  }

  /** Returns the roles and groups that satisfy the lists, without those that satisfy the same relevant rules or more. */
  pairs(roles: Lists, groups: Lists, interest: Interest, search: Search): readonly RolesAndGroups[] {
    const byRoles = this.#sets('roles', roles, interest.relevant, search).filter(
      ({ rules }) => !interest.hides(rules, 'roles'),
    );
    const byGroups = this.#sets('groups', groups, interest.relevant, search);
    const both = new Map<string, RolesAndGroups>();
    for (const role of this.#fewest(byRoles)) {
      for (const group of this.#fewest(byGroups)) {
        if (!search.look()) return [...both.values()];
        const rules = intersection(role.rules, group.rules);
        const key = keyOf(rules);
        if (both.has(key) || interest.hides(rules, 'held')) continue;
        both.set(key, { roles: role.values, groups: group.values, rules });
      }
    }
    return this.#fewest([...both.values()]);
  }

  #sets(
    key: 'roles' | 'groups',
    lists: Lists,
    relevant: Bits,
    search: Search,
  ): readonly { readonly values: readonly string[]; readonly rules: Bits }[] {
    const sets = new Map<string, { readonly values: readonly string[]; readonly rules: Bits }>();
    for (const values of choices(lists)) {
      if (!search.look()) break;
      const rules = intersection(dense(this.#indexes[key].admitted(values), this.#words), relevant);
      const mark = keyOf(rules);
      if (!sets.has(mark)) sets.set(mark, { values, rules });
    }
    return [...sets.values()];
  }

  /** Returns the sets of which no other one satisfies fewer rules. */
  #fewest<Set extends { readonly rules: Bits }>(sets: readonly Set[]): readonly Set[] {
    if (this.#keepsAll || sets.length > MOST_COMPARED) return sets;
    return sets.filter((set, place) =>
      sets.every((other, index) => index === place || !isSubset(other.rules, set.rules)),
    );
  }
}

/** Yields one value of each given list. A value that is in several lists is used once. */
export function* choices([list, ...others]: Lists): Generator<readonly string[]> {
  for (const value of list ?? [undefined]) {
    if (others.length === 0) {
      yield value === undefined ? [] : [value];
      continue;
    }
    for (const rest of choices(others)) {
      yield value === undefined || rest.includes(value) ? rest : [value, ...rest];
    }
  }
}

/** Returns a set of rules with all its words. */
export function dense({ indices, words }: RuleBitset, count: number): Bits {
  const bits = new Uint32Array(count);
  for (let place = 0; place < indices.length; place++) bits[indices[place] ?? 0] = words[place] ?? 0;
  return bits;
}
