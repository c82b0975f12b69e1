import {
  type Action,
  type Caller,
  type CallerSelector,
  effectiveRisk,
  type PolicyRule,
  type RiskClass,
  type Target,
  type TimeWindow,
} from '@agent-safe/core';
import {
  admitsPair,
  type Facts,
  isInWindow,
  matchesRule,
  type PreparedRule,
  prepareRules,
  RuleIndex,
  refusePair,
} from '@agent-safe/pdp';

/** The documents that a space of requests is spanned by. */
export interface SpaceDocuments {
  readonly actions: readonly Action[];
  readonly rules: readonly PolicyRule[];
  readonly targets: readonly Target[] | undefined;
}

/** An action on a target that it may be asked for. */
export interface ActionOnTarget {
  readonly action: string;
  readonly target: Target | undefined;
  readonly effectiveRisk: RiskClass;
}

/** A name that no rule has. */
export const SOMEBODY = 'somebody-else';
/** A Monday in winter and one in summer: between them lie the changes of all clocks. */
const WEEKS = [Date.UTC(2026, 0, 5), Date.UTC(2026, 6, 6)];
const HALF_HOUR = 1_800_000;
const HALF_HOURS_A_WEEK = 336;

/**
 * Every request that the rules of a project can tell apart, so that what holds for all of these holds for any: each action
 * on each kind of target, by callers with just what a rule asks for, with and without a ticket, at each time that differs.
 */
export class RequestSpace {
  readonly rules: readonly PreparedRule[];
  readonly index: RuleIndex;
  readonly pairs: readonly ActionOnTarget[];
  readonly times: readonly number[];
  readonly #depths: readonly number[];

  constructor({ actions, rules, targets }: SpaceDocuments, strict: boolean) {
    this.rules = prepareRules(rules);
    this.index = new RuleIndex(this.rules);
    this.pairs = actions.flatMap((action) => this.#pairsOf(action, targets, strict));
    this.times = distinctTimes(rules.flatMap(({ match }) => match.time_windows ?? []));
    const depths = rules.flatMap(({ match }) => match.callers?.max_delegation_depth ?? []);
    this.#depths = [...new Set([0, 1, ...depths, ...depths.map((depth) => depth + 1)])].filter((depth) => depth < 64);
  }

  /** The requests with the least that satisfies all of the rules: whatever else a caller has can only make more rules match. */
  *requestsFor(asked: readonly PreparedRule[], pairs: readonly ActionOnTarget[] = this.pairs): Generator<Facts> {
    for (const pair of pairs) {
      if (!asked.every((rule) => admitsPair(rule, pair))) continue;
      for (const caller of this.#callersFor(asked)) {
        for (const hasTicket of [false, true]) {
          for (const at of this.times) {
            const facts: Facts = { ...pair, caller, hasTicket, at };
            if (asked.every((each) => matchesRule(each, facts))) yield facts;
            // What else could be asked for at another time, if it is not the time that keeps the rule from matching?
            else if (!asked.some(({ rule }) => rule.match.time_windows !== undefined)) break;
          }
        }
      }
    }
  }

  #pairsOf(action: Action, targets: readonly Target[] | undefined, strict: boolean): readonly ActionOnTarget[] {
    const seen = new Set<string>();
    const pairs: ActionOnTarget[] = [];
    const candidates = strict ? [] : [undefined];
    for (const target of [...candidates, ...(targets ?? [])]) {
      if (strict && target !== undefined && refusePair(action, target) !== undefined) continue;
      const kind = this.index.describe(target);
      if (seen.has(kind)) continue;
      seen.add(kind);
      const risk = effectiveRisk(action.risk_class, target?.sensitivity);
      pairs.push({ action: action.name, target, effectiveRisk: risk });
    }
    return pairs;
  }

  #callersFor(rules: readonly PreparedRule[]): readonly (Caller | undefined)[] {
    const selectors = rules.flatMap(({ rule }) => rule.match.callers ?? []);
    if (selectors.length === 0) return [undefined];
    const agents = choices(selectors.map((selector) => selector.agent_ids)).map(([agent = SOMEBODY]) => agent);
    const callers: Caller[] = [];
    for (const agent_id of agents) {
      for (const roles of choices(selectors.map((selector) => selector.roles))) {
        for (const groups of choices(selectors.map((selector) => selector.groups))) {
          for (const delegation_chain of this.#chainsFor(selectors)) {
            callers.push({ agent_id, verified: true, roles, groups, delegation_chain });
          }
        }
      }
    }
    return callers;
  }

  #chainsFor(selectors: readonly CallerSelector[]): readonly (readonly string[])[] {
    return choices(selectors.map((selector) => selector.delegated_from)).flatMap((needed) =>
      this.#depths
        .filter((depth) => depth >= needed.length)
        .map((depth) => [...needed, ...Array<string>(depth - needed.length).fill(SOMEBODY)]),
    );
  }
}

/** One value of each list that is given; the same one where it does for several. */
function choices(lists: readonly (readonly string[] | undefined)[]): readonly (readonly string[])[] {
  let chosen: readonly (readonly string[])[] = [[]];
  for (const list of lists) {
    if (list === undefined) continue;
    chosen = chosen.flatMap((values) => list.map((value) => (values.includes(value) ? values : [...values, value])));
  }
  return chosen;
}

/** One instant for each set of windows that are open at the same time. */
function distinctTimes(windows: readonly TimeWindow[]): readonly number[] {
  const distinct = [...new Map(windows.map((window) => [JSON.stringify(window), window])).values()];
  const byOpen = new Map<string, number>();
  for (const start of WEEKS) {
    for (let step = 0; step < (distinct.length === 0 ? 1 : HALF_HOURS_A_WEEK); step++) {
      const at = start + step * HALF_HOUR;
      const open = distinct.map((window) => (isInWindow(window, at) ? '1' : '0')).join('');
      if (!byOpen.has(open)) byOpen.set(open, at);
    }
  }
  return [...byOpen.values()];
}
