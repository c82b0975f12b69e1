import {
  type Action,
  type Caller,
  effectiveRisk,
  type PolicyRule,
  type RiskClass,
  type Target,
  type TimeWindow,
} from '@agent-safe/core';
import {
  admitsPair,
  checkPair,
  type Facts,
  isInWindow,
  matchesRule,
  type PreparedRule,
  prepareRules,
  RuleIndex,
  VerifiedChain,
} from '@agent-safe/pdp/analysis';

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

/** No name that a rule can have. */
export const SOMEBODY = '';
/** A week of each month, and those in which some clocks have changed already and others not. */
const WEEKS = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]
  .map((month) => Date.UTC(2026, month, 5))
  .concat(Date.UTC(2026, 2, 16), Date.UTC(2026, 2, 30), Date.UTC(2026, 9, 26));
const QUARTER = 900_000;
const QUARTERS_A_WEEK = 672;
/** Deeper delegation than this is not thought of. */
const DEEPEST = 64;
/** How many requests are looked at before a space is given up. */
const MOST_LOOKED = 1_000_000;

/**
 * Every request that the rules of a project can tell apart, so that what holds for all of these holds for any: each action
 * on each kind of target, by callers with just what a rule asks for and by nobody, with and without a ticket, at each time that differs.
 */
export class RequestSpace {
  readonly rules: readonly PreparedRule[];
  readonly index: RuleIndex;
  readonly pairs: readonly ActionOnTarget[];
  readonly times: readonly number[];
  readonly #names: VerifiedChain;
  readonly #depths: readonly number[];
  /** Whether there was more than could be looked at: then what was not found may be there all the same. */
  isSpent: boolean;
  #looked = 0;

  constructor(
    { actions, rules, targets }: SpaceDocuments,
    strict: boolean,
    names: VerifiedChain = new VerifiedChain(),
  ) {
    this.#names = names;
    this.rules = prepareRules(rules);
    this.index = new RuleIndex(this.rules);
    this.pairs = actions.flatMap((action) => this.#pairsOf(action, targets, strict));
    this.times = distinctTimes(rules.flatMap(({ match }) => match.time_windows ?? []));
    const depths = rules.flatMap(({ match }) => match.callers?.max_delegation_depth ?? []);
    this.#depths = [...new Set([0, 1, ...depths, ...depths.map((depth) => depth + 1)])].filter(
      (depth) => depth <= DEEPEST && depth <= names.maxDepth,
    );
    this.isSpent = depths.some((depth) => depth >= DEEPEST) && names.maxDepth > DEEPEST;
  }

  /** The requests with the least that satisfies all of the rules: whatever else a caller has can only make more rules match. */
  *requestsFor(asked: readonly PreparedRule[], pairs: readonly ActionOnTarget[] = this.pairs): Generator<Facts> {
    for (const pair of pairs) {
      if (this.#isTooMuch()) return;
      if (!asked.every((rule) => admitsPair(rule, pair))) continue;
      for (const caller of this.#callersFor(asked)) {
        const verifiedChain = this.#names.count(caller);
        for (const hasChangeTicket of [false, true]) {
          for (const at of this.times) {
            if (this.#isTooMuch()) return;
            const facts: Facts = { ...pair, caller, verifiedChain, hasChangeTicket, at };
            if (asked.every((each) => matchesRule(each, facts))) yield facts;
            // What else could be asked for at another time, if it is not the time that keeps the rule from matching?
            else if (!asked.some(({ rule }) => rule.match.time_windows !== undefined)) break;
          }
        }
      }
    }
  }

  #isTooMuch(): boolean {
    this.isSpent ||= ++this.#looked > MOST_LOOKED;
    return this.#looked > MOST_LOOKED;
  }

  #pairsOf(action: Action, targets: readonly Target[] | undefined, strict: boolean): readonly ActionOnTarget[] {
    const seen = new Set<string>();
    const pairs: ActionOnTarget[] = [];
    const candidates = strict ? [] : [undefined];
    for (const target of [...candidates, ...(targets ?? [])]) {
      if (strict && target !== undefined && !checkPair(action, target).ok) continue;
      const kind = this.index.describe(target);
      if (seen.has(kind)) continue;
      seen.add(kind);
      const risk = effectiveRisk(action.risk_class, target?.sensitivity);
      pairs.push({ action: action.name, target, effectiveRisk: risk });
    }
    return pairs;
  }

  *#callersFor(rules: readonly PreparedRule[]): Generator<Caller | undefined> {
    const selectors = rules.flatMap(({ rule }) => rule.match.callers ?? []);
    // With keys, nobody is not the one who satisfies least: it satisfies all that is asked by rules that do not allow.
    if (selectors.length === 0 || this.#names.verifiesCallers) yield undefined;
    if (selectors.length === 0 && !this.#names.verifiesCallers) return;
    for (const [agent_id = SOMEBODY] of choices(selectors.map((selector) => selector.agent_ids))) {
      for (const roles of choices(selectors.map((selector) => selector.roles))) {
        for (const groups of choices(selectors.map((selector) => selector.groups))) {
          for (const needed of choices(selectors.map((selector) => selector.delegated_from))) {
            for (const delegation_chain of this.#chainsFor(rules, agent_id, needed)) {
              yield { agent_id, verified: true, roles, groups, delegation_chain };
            }
          }
        }
      }
    }
  }

  /** Chains with those that are needed: of each depth that rules tell apart, and all that prove the agent's name. */
  *#chainsFor(rules: readonly PreparedRule[], agent: string, needed: readonly string[]): Generator<readonly string[]> {
    for (const depth of this.#depths) {
      if (depth >= needed.length) yield [...needed, ...Array<string>(depth - needed.length).fill(SOMEBODY)];
    }
    const { maxDepth, verifiesCallers } = this.#names;
    const asksForName = ({ rule }: PreparedRule) => rule.decision === 'allow' && rule.match.callers?.agent_ids;
    if (!verifiesCallers || !rules.some(asksForName)) return;
    const gaveUp = () => {
      this.isSpent = true;
    };
    for (let depth = Math.max(1, needed.length); depth <= Math.min(maxDepth, DEEPEST); depth++) {
      yield* this.#names.chainsTo(agent, depth, needed, gaveUp);
    }
  }
}

/** One value of each list that is given; the same one where it does for several. */
function* choices([list, ...others]: readonly (readonly string[] | undefined)[]): Generator<readonly string[]> {
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

/** One instant for each set of windows that are open at the same time. */
function distinctTimes(windows: readonly TimeWindow[]): readonly number[] {
  const distinct = [...new Map(windows.map((window) => [JSON.stringify(window), window])).values()];
  const byOpen = new Map<string, number>();
  // Without time zones one week is like another.
  const weeks = distinct.some(({ timezone }) => timezone !== undefined && timezone !== 'UTC')
    ? WEEKS
    : WEEKS.slice(0, 1);
  for (const start of weeks) {
    for (let step = 0; step < (distinct.length === 0 ? 1 : QUARTERS_A_WEEK); step++) {
      const at = start + step * QUARTER;
      const open = distinct.map((window) => (isInWindow(window, at) ? '1' : '0')).join('');
      if (!byOpen.has(open)) byOpen.set(open, at);
    }
  }
  return [...byOpen.values()];
}
