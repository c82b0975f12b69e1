import { type Action, effectiveRisk, type PolicyRule, type RiskClass, type Target } from '@agent-safe/core';
import {
  admitsPair,
  checkPair,
  type PreparedRule,
  prepareRules,
  type ResolvedRequest,
  RuleIndex,
  VerifiedChain,
} from '@agent-safe/pdp/analysis';
import { addBit, type Bits, bitsOf, eachBit, hasBit, intersection, isEmpty, keyOf, overlaps, take } from './bits.ts';
import { type CallerShape, CallerSpace, canHaveFloors } from './caller-space.ts';
import { Effort, type Search } from './search.ts';
import { TimeCells } from './time-cells.ts';

/** The documents that define a request space. */
export interface SpaceDocuments {
  readonly actions: readonly Action[];
  readonly rules: readonly PolicyRule[];
  readonly targets: readonly Target[] | undefined;
}

/** Settings that decide which requests are possible. */
export interface SpaceSettings {
  readonly strict: boolean;
  readonly names?: VerifiedChain;
  readonly requireVerified?: boolean;
  readonly effort?: Effort;
}

/** An action on a supported target. */
export interface ActionOnTarget {
  readonly action: string;
  readonly target: Target | undefined;
  readonly effectiveRisk: RiskClass;
}

/** Requests that the same rules match, apart from the time. */
export interface Shape {
  readonly pair: ActionOnTarget;
  readonly caller: CallerShape;
  readonly hasChangeTicket: boolean;
  /** The rules that match and decide, if the time fits. */
  readonly decides: Bits;
  /** The rules that match as floors, if the time fits. */
  readonly floors: Bits;
}

/**
 * The requests that the rules of a project distinguish; a property of all of them holds for every request. They combine each action
 * with each kind of target, callers that exactly satisfy a rule and no caller, with and without a change ticket, at each distinct time.
 *
 * Requests are compared as sets: what the same rules admit is one case, and all times of a case are compared at once.
 */
export class RequestSpace {
  /** In evaluation order. */
  readonly rules: readonly PreparedRule[];
  /** One pair for each kind of target, for each action. */
  readonly pairs: readonly ActionOnTarget[];
  readonly effort: Effort;
  readonly #cells: TimeCells;
  /** The cells in which each rule is open. */
  readonly #times: readonly Bits[];
  readonly #places: ReadonlyMap<PolicyRule, number>;
  readonly #callers: CallerSpace;
  readonly #tickets: readonly (readonly [hasChangeTicket: boolean, rules: Bits])[];
  /** The rules that admit each pair. */
  readonly #byPair: ReadonlyMap<ActionOnTarget, Bits>;
  /** The distinct pairs that each rule admits. */
  readonly #pairsOfRule: readonly Bits[];
  /** Whether approval rules can be floors, so that rules after the asked ones matter too. */
  readonly hasFloors: boolean;
  /** One pair for each set of rules. */
  readonly #distinctPairs: readonly ActionOnTarget[];

  constructor(
    { actions, rules, targets }: SpaceDocuments,
    { effort = new Effort(), names = new VerifiedChain(), requireVerified = false, strict }: SpaceSettings,
  ) {
    this.rules = prepareRules(rules);
    this.effort = effort;
    this.#places = new Map(this.rules.map(({ rule }, place) => [rule, place]));
    const index = new RuleIndex(this.rules);
    this.pairs = actions.flatMap((action) => pairsOf(action, targets, strict, index));
    this.#byPair = new Map(this.pairs.map((pair) => [pair, this.#where((rule) => admitsPair(rule, pair))]));
    this.#distinctPairs = firstOfEach(this.pairs, (pair) => keyOf(this.#admitted(pair)));
    this.#pairsOfRule = this.rules.map((_, place) =>
      bitsOf(this.#distinctPairs.length, (pair) => hasBit(this.#admitted(this.#distinctPairs[pair]), place)),
    );
    this.#cells = new TimeCells(rules.flatMap(({ match }) => match.time_windows ?? []));
    this.#times = this.rules.map(({ rule }) => this.#cells.open(rule.match.time_windows));
    this.hasFloors = canHaveFloors(this.rules, names);
    this.#callers = new CallerSpace(this.rules, names, requireVerified);
    const asksForTicket = this.rules.some(({ rule }) => rule.match.require_ticket !== undefined);
    this.#tickets = (asksForTicket ? [false, true] : [false]).map((has) => [
      has,
      this.#where(({ rule }) => rule.match.require_ticket !== !has),
    ]);
  }

  /** Whether rules distinguish times. */
  get hasTimes(): boolean {
    return this.#cells.instants.length > 1;
  }

  /** Returns the place of a rule in the evaluation order. */
  placeOf({ rule }: PreparedRule): number {
    return this.#places.get(rule) ?? -1;
  }

  /** Returns the times at which all of the rules are open. */
  timesOf([first, ...others]: readonly PreparedRule[]): Bits {
    const times = (rule: PreparedRule | undefined) =>
      (rule === undefined ? undefined : this.#times[this.placeOf(rule)]) ?? this.#cells.open(undefined);
    return intersection(times(first), ...others.map(times));
  }

  /** Returns the rules before a place that matter for requests that satisfy the asked rules: the others are never open with them. */
  before(place: number, asked: readonly PreparedRule[]): Bits {
    const times = this.timesOf(asked);
    return this.#where((_, other) => other < place && overlaps(this.#times[other] ?? times, times));
  }

  /** Returns a set of rules. */
  setOf(places: Iterable<number>): Bits {
    const set = new Uint32Array((this.rules.length + 31) >>> 5);
    for (const place of places) addBit(set, place);
    return set;
  }

  /** Whether the rules share a pair and a time, as far as can be said without a search. */
  canMeet(asked: readonly PreparedRule[]): boolean {
    const [first, ...others] = asked.map((rule) => this.#pairsOfRule[this.placeOf(rule)]);
    if (first === undefined || isEmpty(this.timesOf(asked))) return false;
    const tickets = new Set(asked.flatMap(({ rule }) => rule.match.require_ticket ?? []));
    return tickets.size < 2 && !isEmpty(intersection(first, ...others.map((pairs) => pairs ?? first)));
  }

  /** Whether some request satisfies the conditions of a rule. Undefined if the search did not finish. */
  canMatch(rule: PreparedRule): boolean | undefined {
    const search = this.effort.begin(1);
    for (const _ of this.shapesFor([rule], this.setOf([]), search)) return true;
    return search.isComplete ? false : undefined;
  }

  /** Whether a rule admits an action on a target. */
  admits(rule: PreparedRule, pair: ActionOnTarget): boolean {
    return hasBit(this.#admitted(pair), this.placeOf(rule));
  }

  /**
   * Yields the shapes of requests that satisfy all asked rules with a minimal caller: further properties could only satisfy more rules.
   * Of shapes that the same relevant rules match, it yields one.
   *
   * @param relevant the rules whose answers matter, besides the asked ones
   */
  *shapesFor(asked: readonly PreparedRule[], relevant: Bits, search: Search): Generator<Shape> {
    const places = asked.map((rule) => this.placeOf(rule));
    const wanted = this.#where((_, place) => places.includes(place) || hasBit(relevant, place));
    const pairs = this.#pairsFor(places, wanted);
    if (pairs.length === 0 || isEmpty(this.timesOf(asked))) return;
    const seen = new Set<string>();
    for (const caller of this.#callers.callersFor(asked, wanted, search)) {
      for (const pair of pairs) {
        for (const [hasChangeTicket, byTicket] of this.#tickets) {
          if (!search.look()) return;
          const admitted = intersection(this.#admitted(pair), byTicket, wanted);
          const decides = intersection(caller.decides, admitted);
          const floors = intersection(caller.floors, admitted);
          if (!places.every((place) => hasBit(decides, place) || hasBit(floors, place))) continue;
          const key = keyOf(decides) + keyOf(floors);
          if (seen.has(key)) continue;
          seen.add(key);
          yield { pair, caller, hasChangeTicket, decides, floors };
        }
      }
    }
  }

  /** Returns one pair for each set of wanted rules, of those that all asked rules admit. */
  #pairsFor(asked: readonly number[], wanted: Bits): readonly ActionOnTarget[] {
    const fitting = this.#distinctPairs.filter((pair) => asked.every((place) => hasBit(this.#admitted(pair), place)));
    return firstOfEach(fitting, (pair) => keyOf(intersection(this.#admitted(pair), wanted)));
  }

  /** Returns the rules that match a shape, from one place in the evaluation order to another. */
  matching({ decides, floors }: Shape, from: number, to: number): readonly number[] {
    const places: number[] = [];
    const visit = (place: number) => {
      if (place >= from && place < to) places.push(place);
    };
    eachBit(
      decides.map((word, index) => word | (floors[index] ?? 0)),
      visit,
    );
    return places;
  }

  /**
   * Goes through rules in the given order, and hands each the times that no earlier one decides.
   *
   * @param times when the shape is asked for. Keeps the times that no rule decides
   * @param visit gets the rule and its times; returns true to end the walk
   */
  walk(
    order: readonly number[],
    { decides, floors }: Shape,
    times: Bits,
    visit: (place: number, taken: Bits, isFloor: boolean) => boolean | undefined,
  ): void {
    const taken = new Uint32Array(times.length);
    for (const place of order) {
      const isFloor = !hasBit(decides, place);
      if (isFloor && !hasBit(floors, place)) continue;
      const open = this.#times[place] ?? times;
      const isOpen = isFloor ? take(times.slice(), open, taken) : take(times, open, taken);
      if (isOpen && visit(place, taken, isFloor) === true) return;
    }
  }

  /** Returns the request of a shape in one cell of the times. */
  requestInCell({ caller, hasChangeTicket, pair }: Shape, cell: number): ResolvedRequest {
    const at = this.#cells.instants[cell] ?? 0;
    return { ...pair, caller: caller.caller, verifiedChain: caller.verifiedChain, hasChangeTicket, at };
  }

  /** Returns the rules that admit a pair. */
  #admitted(pair: ActionOnTarget | undefined): Bits {
    return (pair === undefined ? undefined : this.#byPair.get(pair)) ?? new Uint32Array((this.rules.length + 31) >>> 5);
  }

  #where(holds: (rule: PreparedRule, place: number) => boolean): Bits {
    return bitsOf(this.rules.length, (place) => {
      const rule = this.rules[place];
      return rule !== undefined && holds(rule, place);
    });
  }
}

/** Returns the first value of each key. */
function firstOfEach<Value>(values: readonly Value[], key: (value: Value) => string): readonly Value[] {
  const firsts = new Map<string, Value>();
  for (const value of values) {
    const mark = key(value);
    if (!firsts.has(mark)) firsts.set(mark, value);
  }
  return [...firsts.values()];
}

function pairsOf(
  action: Action,
  targets: readonly Target[] | undefined,
  strict: boolean,
  index: RuleIndex,
): readonly ActionOnTarget[] {
  const seen = new Set<string>();
  const pairs: ActionOnTarget[] = [];
  const candidates = strict ? [] : [undefined];
  for (const target of [...candidates, ...(targets ?? [])]) {
    if (strict && target !== undefined && !checkPair(action, target).ok) continue;
    const kind = index.describe(target);
    if (seen.has(kind)) continue;
    seen.add(kind);
    const risk = effectiveRisk(action.risk_class, target?.sensitivity);
    pairs.push({ action: action.name, target, effectiveRisk: risk });
  }
  return pairs;
}
