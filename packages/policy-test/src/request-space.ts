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
  exampleNames,
  isInWindow,
  matchRule,
  type PreparedRule,
  prepareRules,
  type ResolvedRequest,
  RuleIndex,
  VerifiedChain,
} from '@agent-safe/pdp/analysis';

/** The documents that define a request space. */
export interface SpaceDocuments {
  readonly actions: readonly Action[];
  readonly rules: readonly PolicyRule[];
  readonly targets: readonly Target[] | undefined;
}

/** An action on a supported target. */
export interface ActionOnTarget {
  readonly action: string;
  readonly target: Target | undefined;
  readonly effectiveRisk: RiskClass;
}

/** A name that no rule has. */
export const UNNAMED = '';
/** One week of each month, and the weeks in which clocks have changed in some time zones only. */
const WEEKS = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]
  .map((month) => Date.UTC(2026, month, 5))
  .concat(Date.UTC(2026, 2, 16), Date.UTC(2026, 2, 30), Date.UTC(2026, 9, 26));
const QUARTER = 900_000;
const QUARTERS_A_WEEK = 672;
/** Longest delegation chain to try. */
const DEEPEST = 64;
/** Most requests to evaluate before the search stops. */
const MOST_LOOKED = 1_000_000;

/**
 * The requests that the rules of a project distinguish; a property of all of them holds for every request. They combine each action
 * with each kind of target, callers that exactly satisfy a rule and no caller, with and without a change ticket, at each distinct time.
 */
export class RequestSpace {
  readonly rules: readonly PreparedRule[];
  readonly index: RuleIndex;
  readonly pairs: readonly ActionOnTarget[];
  readonly times: readonly number[];
  readonly #names: VerifiedChain;
  readonly #requireVerified: boolean;
  readonly #depths: readonly number[];
  /** Whether the search stopped early, so that a missing request proves nothing. */
  isSpent: boolean;
  #looked = 0;

  constructor(
    { actions, rules, targets }: SpaceDocuments,
    strict: boolean,
    names: VerifiedChain = new VerifiedChain(),
    requireVerified = false,
  ) {
    this.#names = names;
    this.#requireVerified = requireVerified && names.verifiesCallers;
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

  /** Yields the requests that satisfy all given rules with a minimal caller. Further properties could only match more rules. */
  *requestsFor(
    asked: readonly PreparedRule[],
    pairs: readonly ActionOnTarget[] = this.pairs,
  ): Generator<ResolvedRequest> {
    for (const pair of pairs) {
      if (this.#isTooMuch()) return;
      if (!asked.every((rule) => admitsPair(rule, pair))) continue;
      for (const caller of this.#callersFor(asked)) {
        const verifiedChain = this.#names.count(caller);
        for (const hasChangeTicket of [false, true]) {
          for (const at of this.times) {
            if (this.#isTooMuch()) return;
            const resolved: ResolvedRequest = { ...pair, caller, verifiedChain, hasChangeTicket, at };
            if (asked.every((each) => matchRule(each, resolved) !== 'fails')) yield resolved;
            // Further times are useless unless a time window stops the rule.
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
    // With keys, a missing caller is not minimal: it satisfies every selector of rules that do not allow.
    if ((selectors.length === 0 || this.#names.verifiesCallers) && !this.#requireVerified) yield undefined;
    if (selectors.length === 0 && !this.#names.verifiesCallers) return;
    const lists = (key: 'agent_ids' | 'roles' | 'groups' | 'delegated_from') =>
      selectors.map((selector) => selector[key]?.flatMap((entry) => exampleNames(entry, this.#names)));
    for (const [agent_id = UNNAMED] of choices(lists('agent_ids'))) {
      for (const roles of choices(lists('roles'))) {
        for (const groups of choices(lists('groups'))) {
          for (const needed of choices(lists('delegated_from'))) {
            for (const delegation_chain of this.#chainsFor(rules, agent_id, needed)) {
              // The delegators hold no more than the caller.
              const delegation_holdings = delegation_chain.map(() => ({ roles, groups }));
              yield { agent_id, verified: true, roles, groups, delegation_chain, delegation_holdings };
            }
          }
        }
      }
    }
  }

  /** Yields chains that contain the needed names: one for each depth that rules distinguish, and all that prove the agent's name. */
  *#chainsFor(rules: readonly PreparedRule[], agent: string, needed: readonly string[]): Generator<readonly string[]> {
    for (const depth of this.#depths) {
      if (depth >= needed.length) yield [...needed, ...Array<string>(depth - needed.length).fill(UNNAMED)];
    }
    const { maxDepth, verifiesCallers } = this.#names;
    const asksForName = ({ rule }: PreparedRule) => rule.decision !== 'deny' && rule.match.callers?.agent_ids;
    if (!verifiesCallers || !rules.some(asksForName)) return;
    const gaveUp = () => {
      this.isSpent = true;
    };
    for (let depth = Math.max(1, needed.length); depth <= Math.min(maxDepth, DEEPEST); depth++) {
      yield* this.#names.chainsTo(agent, depth, needed, gaveUp);
    }
  }
}

/** Yields one value of each given list. A value that is in several lists is used once. */
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

/** Returns one instant for each set of windows that are open together. */
function distinctTimes(windows: readonly TimeWindow[]): readonly number[] {
  const distinct = [...new Map(windows.map((window) => [JSON.stringify(window), window])).values()];
  const byOpen = new Map<string, number>();
  // Without time zones all weeks are the same.
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
