import type { Caller, DelegatorHolding, PolicyRule } from '@agent-safe/core';
import { isOwnNameProven } from '../match/verified-chain.ts';
import {
  intersect,
  type RuleBitset,
  RuleBitsetBuilder,
  ruleBitsetOf,
  ruleBitsetOfPlaces,
  subtract,
} from './rule-bitset.ts';
import { ValueIndex } from './value-index.ts';

/** Callers that the same rules admit. */
export interface CallerClass {
  /** The rules that admit these callers. */
  readonly rules: RuleBitset;
  /** Those of the rules that are only floors for these callers; undefined if none is. */
  readonly floors: RuleBitset | undefined;
}

/** A node on the path to a class: one step for each value of a caller that rules name. */
interface Branch {
  readonly branches: Map<RuleBitset, Branch>;
  found: CallerClass | undefined;
}

/** Most nodes in memory. Their number depends on the rules, not on the names that callers invent. */
const MOST_BRANCHES = 100_000;

/** Memory of a node, in words of a bitset. */
const WORDS_A_BRANCH = 64;

/**
 * Finds the rules that admit a caller. Callers are grouped into classes by the values that rules name. Values that no rule names make
 * no difference, so that millions of invented names share one class.
 *
 * A direct caller has one view, and a delegate with keys has two: see `View`. Rules are admitted by the view that their decision needs.
 */
export class CallerIndex {
  /** Changes when earlier classes are dropped. Holders of a class must then drop it too. */
  generation = 0;
  /** The class of a request without a caller. */
  readonly noCaller: CallerClass;
  /** The class of all unverified callers, if keys are configured. */
  readonly unproven: CallerClass;
  readonly #count: number;
  readonly #agents: ValueIndex;
  readonly #roles: ValueIndex;
  readonly #groups: ValueIndex;
  readonly #delegators: ValueIndex;
  /** The delegation depths at which the admitted rules change; and the rules for each, and for all deeper chains. */
  readonly #depths: readonly number[];
  readonly #byDepth: readonly RuleBitset[];
  /** The rules by decision. */
  readonly #allows: RuleBitset;
  readonly #denies: RuleBitset;
  readonly #asks: RuleBitset;
  readonly #all: RuleBitset;
  /** Marks the end of a list of values. */
  readonly #end: RuleBitset;
  /** Marks an unproven name, and unknown roles and groups of delegators. */
  readonly #unknown: RuleBitset;
  #root: Branch = makeBranch();
  /** The classes of delegates, if keys are configured. */
  #delegates: Branch = makeBranch();
  #branches = 0;

  constructor(rules: readonly PolicyRule[]) {
    const selectors = rules.map(({ match }) => match.callers);
    const by = (decision: PolicyRule['decision']) => ruleBitsetOf(rules, (rule) => rule.decision === decision);
    this.#count = rules.length;
    this.#allows = by('allow');
    this.#denies = by('deny');
    this.#asks = by('require_approval');
    const free = ruleBitsetOf(rules, ({ match }) => match.callers === undefined);
    this.noCaller = { rules: free, floors: undefined };
    this.#all = ruleBitsetOf(rules, () => true);
    this.unproven = this.#combine(free, this.#all);
    const limits = selectors.map((selector) => selector?.max_delegation_depth ?? 0);
    this.#depths = [...new Set([0, ...limits])].sort((left, right) => left - right);
    const deepest = (this.#depths.at(-1) ?? 0) + 1;
    this.#byDepth = [...this.#depths, deepest].map((depth) => ruleBitsetOf(rules, (rule) => admitsDepth(rule, depth)));
    this.#agents = new ValueIndex(selectors.map((selector) => selector?.agent_ids));
    this.#roles = new ValueIndex(selectors.map((selector) => selector?.roles));
    this.#groups = new ValueIndex(selectors.map((selector) => selector?.groups));
    this.#delegators = new ValueIndex(selectors.map((selector) => selector?.delegated_from));
    this.#end = ruleBitsetOfPlaces(rules.length, []);
    this.#unknown = ruleBitsetOfPlaces(rules.length, []);
  }

  /**
   * Returns the class of a caller. Reads each role and group once, and allocates nothing for a known class of direct callers.
   *
   * @param verifiedChain number of proven names, from `VerifiedChain.count`
   */
  classify(caller: Caller | undefined, verifiedChain: number): CallerClass {
    if (verifiedChain === 0) return this.unproven;
    if (caller === undefined) return this.noCaller;
    const { found } = this.#locate(caller, verifiedChain);
    if (found !== undefined) return found;
    // A list may be a proxy with other values at the next read. The class must fit the path to it.
    const own: Caller = { ...caller, roles: [...caller.roles], groups: [...caller.groups] };
    const branch = this.#locate(own, verifiedChain);
    branch.found ??= this.#makeClass(own, verifiedChain);
    return branch.found;
  }

  /** Returns an object that is the same for all callers of a class, without computing the rules of the class. */
  mark(caller: Caller | undefined, verifiedChain: number): object {
    return caller === undefined || verifiedChain === 0
      ? this.classify(caller, verifiedChain)
      : this.#locate(caller, verifiedChain);
  }

  #locate(caller: Caller, verifiedChain: number): Branch {
    const { agent_id, delegation_chain, groups, roles } = caller;
    const { length } = delegation_chain;
    if (this.#branches > MOST_BRANCHES) this.#forget();
    const hasTwoViews = length > 0 && verifiedChain !== Number.POSITIVE_INFINITY;
    let branch = this.#follow(hasTwoViews ? this.#delegates : this.#root, this.#admitDepth(length));
    branch = this.#follow(branch, this.#agents.named(agent_id) ?? this.#end);
    branch = this.#followAll(branch, this.#roles, roles, 0, roles.length);
    branch = this.#followAll(branch, this.#groups, groups, 0, groups.length);
    // A node of depth 0 is reached by no other depth.
    if (length === 0) return branch;
    branch = this.#followAll(branch, this.#delegators, delegation_chain, 0, Math.min(length, verifiedChain));
    return hasTwoViews ? this.#locateDelegate(branch, caller, verifiedChain) : branch;
  }

  /** Follows what only the chain view of a delegate has. */
  #locateDelegate(start: Branch, caller: Caller, verifiedChain: number): Branch {
    const { delegation_chain } = caller;
    const { length } = delegation_chain;
    const isNamed = this.#agents.named(caller.agent_id) !== undefined;
    let branch = isNamed && !isOwnNameProven(caller, verifiedChain) ? this.#follow(start, this.#unknown) : start;
    branch = this.#followAll(branch, this.#delegators, delegation_chain, Math.min(length, verifiedChain), length);
    branch = this.#followAll(branch, this.#agents, delegation_chain, 0, length);
    if (!this.#roles.isUsed && !this.#groups.isUsed) return branch;
    const held = chainHoldings(caller);
    if (held === undefined) return this.#follow(branch, this.#unknown);
    branch = this.#followAll(branch, this.#roles, held.roles, 0, held.roles.length);
    return this.#followAll(branch, this.#groups, held.groups, 0, held.groups.length);
  }

  #makeClass(caller: Caller, verifiedChain: number): CallerClass {
    const { delegation_chain } = caller;
    const found =
      delegation_chain.length === 0 || verifiedChain === Number.POSITIVE_INFINITY
        ? { rules: this.#grantedTo(caller, verifiedChain), floors: undefined }
        : this.#combine(this.#grantedTo(caller, verifiedChain), this.#chainOf(caller));
    this.#branches += (found.rules.size + (found.floors?.size ?? 0)) / WORDS_A_BRANCH;
    return found;
  }

  /** Returns the rules that the granted view of a caller satisfies. */
  #grantedTo(caller: Caller, verifiedChain: number): RuleBitset {
    const { agent_id, delegation_chain, groups, roles } = caller;
    const agents = isOwnNameProven(caller, verifiedChain) ? [agent_id] : [];
    return this.#intersect([
      this.#admitDepth(delegation_chain.length),
      this.#agents.admitted(agents),
      this.#roles.admitted(roles),
      this.#groups.admitted(groups),
      this.#delegators.admitted(delegation_chain.slice(0, verifiedChain)),
    ]);
  }

  /** Returns the rules that the chain view of a delegate satisfies. Every delegate satisfies the conditions on the depth. */
  #chainOf(caller: Caller): RuleBitset {
    const { agent_id, delegation_chain, groups, roles } = caller;
    const held = chainHoldings(caller);
    return this.#intersect([
      this.#agents.admitted([...delegation_chain, agent_id]),
      this.#delegators.admitted(delegation_chain),
      held === undefined ? this.#all : this.#roles.admitted([...roles, ...held.roles]),
      held === undefined ? this.#all : this.#groups.admitted([...groups, ...held.groups]),
    ]);
  }

  /** Returns the class of callers by the rules that each view satisfies. The chain view includes the granted one. */
  #combine(granted: RuleBitset, chain: RuleBitset): CallerClass {
    const builder = new RuleBitsetBuilder(this.#count);
    builder.addAll(intersect(this.#count, this.#allows, granted));
    builder.addAll(intersect(this.#count, this.#denies, chain));
    const asks = intersect(this.#count, this.#asks, chain);
    builder.addAll(asks);
    const floors = subtract(this.#count, asks, granted);
    return { rules: builder.build(), floors: floors.words.length === 0 ? undefined : floors };
  }

  #intersect([first = this.#all, ...others]: readonly RuleBitset[]): RuleBitset {
    return others.reduce((rules, other) => intersect(this.#count, rules, other), first);
  }

  /** Returns the rules that admit a delegation depth. */
  #admitDepth(depth: number): RuleBitset {
    let step = 0;
    while (depth > (this.#depths[step] ?? Number.POSITIVE_INFINITY)) step++;
    return this.#byDepth[step] ?? this.#end;
  }

  #follow({ branches }: Branch, values: RuleBitset): Branch {
    const known = branches.get(values);
    if (known !== undefined) return known;
    const next = makeBranch();
    branches.set(values, next);
    this.#branches++;
    return next;
  }

  #forget(): void {
    this.generation++;
    this.#root = makeBranch();
    this.#delegates = makeBranch();
    this.#branches = 0;
  }

  #followAll(start: Branch, list: ValueIndex, values: readonly string[], from: number, to: number): Branch {
    let branch = start;
    if (!list.isUsed) return branch;
    for (let place = from; place < to; place++) {
      const named = list.named(values[place] ?? '');
      if (named !== undefined) branch = this.#follow(branch, named);
    }
    return this.#follow(branch, this.#end);
  }
}

function makeBranch(): Branch {
  return { branches: new Map(), found: undefined };
}

/** Returns the roles and groups of all delegators; undefined if they are unknown. */
function chainHoldings({ delegation_holdings }: Caller): DelegatorHolding | undefined {
  if (delegation_holdings === undefined) return undefined;
  return {
    roles: [...new Set(delegation_holdings.flatMap(({ roles }) => roles))],
    groups: [...new Set(delegation_holdings.flatMap(({ groups }) => groups))],
  };
}

function admitsDepth({ match: { callers } }: PolicyRule, depth: number): boolean {
  return depth <= (callers?.max_delegation_depth ?? depth) && (callers?.require_delegation ?? depth > 0) === depth > 0;
}
