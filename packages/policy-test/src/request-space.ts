import type { Action, PolicyRule, Target } from '@agent-safe/core';
import {
  type PreparedRule,
  prepareRules,
  type ResolvedRequest,
  RuleIndex,
  VerifiedChain,
} from '@agent-safe/pdp/analysis';
import {
  addAll,
  addBit,
  type Bits,
  bitsOf,
  eachBit,
  hasBit,
  intersectInto,
  intersection,
  isEmpty,
  isSubset,
  keyOf,
  overlaps,
  take,
} from './bits.ts';
import { type CallerShape, CallerSpace, canHaveFloors } from './caller-space.ts';
import {
  type CallerProbes,
  callerProbes,
  describeJoint,
  hasNewConditions,
  isJoint,
  type JointTimes,
  jointTimes,
} from './joint-conditions.ts';
import { effectOnPair } from './pair-effects.ts';
import { type ActionOnTarget, firstOfEach, pairsOf } from './pairs.ts';
import { Effort, type Search } from './search.ts';
import type { Question, Shape } from './shape.ts';
import { TimeCells } from './time-cells.ts';

/** Most conditions on callers within `not` whose combinations are tried for one question. */
const MOST_PROBES = 6;

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
  readonly #verifiesCallers: boolean;
  readonly #tickets: readonly (readonly [hasChangeTicket: boolean, rules: Bits])[];
  /** The rules that admit each pair, or may admit it. */
  readonly #byPair: ReadonlyMap<ActionOnTarget, Bits>;
  /** The approval rules that are floors for each pair, because they may admit it. */
  readonly #doubtful: ReadonlyMap<ActionOnTarget, Bits>;
  /** The rules with conditions on several parts of a request together. */
  readonly #joint: readonly PreparedRule[];
  /** Rules that stand for conditions on callers within `not`. Their places follow those of the rules. */
  readonly #probes: readonly PreparedRule[];
  readonly #probesOf: CallerProbes['byRule'];
  /** Whether all values of parameters and all owners are compared. */
  readonly #isComplete: boolean;
  readonly #size: number;
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
    this.#joint = this.rules.filter(isJoint);
    const owners = (targets ?? []).map(({ owner }) => owner);
    const { byRule, isComplete, probes } = callerProbes(this.#joint, owners, names.verifiesCallers);
    this.#probes = probes;
    this.#probesOf = byRule;
    this.#size = this.rules.length + probes.length;
    const known = { index: new RuleIndex(this.rules), rules: this.rules };
    const found = actions.map((action) => pairsOf(action, targets, strict, known));
    this.#isComplete = isComplete && found.every((each) => each.isComplete);
    this.pairs = found.flatMap(({ pairs }) => pairs);
    this.#byPair = new Map(
      this.pairs.map((pair) => [pair, this.#where((rule) => effectOnPair(rule, pair) !== 'fails')]),
    );
    this.#doubtful = new Map(
      this.rules.some(hasNewConditions)
        ? this.pairs.map((pair) => [pair, this.#where((rule) => effectOnPair(rule, pair) === 'floor')])
        : [],
    );
    this.#distinctPairs = firstOfEach(this.pairs, (pair) => this.#describe(pair));
    this.#pairsOfRule = this.rules.map((_, place) =>
      bitsOf(this.#distinctPairs.length, (pair) => hasBit(this.#admitted(this.#distinctPairs[pair]), place)),
    );
    const matches = this.rules.flatMap(({ match }) => [match, ...(match.not === undefined ? [] : [match.not])]);
    this.#cells = new TimeCells(matches);
    this.#times = this.rules.map(({ rule }) => this.#cells.open(rule.match));
    this.#verifiesCallers = names.verifiesCallers;
    const mayDoubt = this.#joint.some(({ rule }) => rule.decision === 'require_approval');
    this.hasFloors =
      canHaveFloors(this.rules, names) || mayDoubt || [...this.#doubtful.values()].some((set) => !isEmpty(set));
    const keepsAll = this.hasFloors || probes.length > 0;
    this.#callers = new CallerSpace([...this.rules, ...probes], names, requireVerified, keepsAll);
    const asksForTicket = matches.some(({ require_ticket }) => require_ticket !== undefined);
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
      (rule === undefined ? undefined : this.#times[this.placeOf(rule)]) ?? this.#cells.open({});
    return intersection(times(first), ...others.map(times));
  }

  /** Returns the rules before a place that matter for requests that satisfy the asked rules: the others are never open with them. */
  before(place: number, asked: readonly PreparedRule[]): Bits {
    const times = this.timesOf(asked);
    return this.#where((_, other) => other < place && overlaps(this.#times[other] ?? times, times));
  }

  /** Returns a set of rules. */
  setOf(places: Iterable<number>): Bits {
    const set = new Uint32Array((this.#size + 31) >>> 5);
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
    const nothing = this.setOf([]);
    for (const _ of this.shapesFor([rule], { relevant: nothing, before: nothing }, search)) return true;
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
   * @param question which rules matter
   */
  *shapesFor(asked: readonly PreparedRule[], question: Question, search: Search): Generator<Shape> {
    const places = asked.map((rule) => this.placeOf(rule));
    const wanted = this.#where((_, place) => places.includes(place) || hasBit(question.relevant, place));
    const pairs = this.#pairsFor(places, wanted);
    const times = this.timesOf(asked);
    if (pairs.length === 0 || isEmpty(times)) return;
    const blockers = this.#blockersOf(asked, question.before, times);
    const hides = (admitted: Bits, kind: 'roles' | 'held') => {
      const hiding = intersection(admitted, blockers[kind]);
      if (isEmpty(hiding) || !isEmpty(this.#without(hiding, times))) return false;
      question.onHidden?.(hiding);
      return true;
    };
    if (!this.#isComplete) search.giveUp();
    const seen = new Set<string>();
    const joint = this.#joint.filter((rule) => hasBit(wanted, this.placeOf(rule)));
    for (const caller of this.#callersFor(asked, joint, { relevant: wanted, hides }, search)) {
      if (!places.every((place) => hasBit(caller.decides, place) || hasBit(caller.floors, place))) continue;
      for (const pair of pairs) {
        for (const [hasChangeTicket, byTicket] of this.#tickets) {
          if (!search.look()) return;
          const admitted = intersection(this.#admitted(pair), byTicket, wanted);
          if (!places.every((place) => hasBit(admitted, place))) continue;
          const shape = this.#join(this.#shapeOf({ pair, caller, hasChangeTicket }, admitted), joint);
          if (!places.every((place) => hasBit(shape.decides, place) || hasBit(shape.floors, place))) continue;
          const key = keyOf(shape.decides) + keyOf(shape.floors) + keyOfTimes(shape.joint);
          if (seen.has(key)) continue;
          seen.add(key);
          yield shape;
        }
      }
    }
  }

  /** Yields the callers that satisfy the asked rules, with and without the conditions within `not` of rules that matter. */
  *#callersFor(
    asked: readonly PreparedRule[],
    joint: readonly PreparedRule[],
    {
      hides,
      relevant,
    }: { readonly relevant: Bits; readonly hides: (admitted: Bits, kind: 'roles' | 'held') => boolean },
    search: Search,
  ): Generator<CallerShape> {
    const watched = relevant.slice();
    const places = [...new Set(joint.flatMap((rule) => this.#probesOf.get(rule) ?? []))];
    for (const place of places) addBit(watched, this.rules.length + place);
    const interest = { relevant: watched, hides };
    yield* this.#callers.callersFor(asked, interest, search);
    const probes = places.flatMap((place) => this.#probes[place] ?? []);
    for (const some of combinations(probes.slice(0, MOST_PROBES)))
      yield* this.#callers.callersFor([...asked, ...some], interest, search);
    if (probes.length > MOST_PROBES) search.giveUp();
  }

  #shapeOf(
    { caller, hasChangeTicket, pair }: Pick<Shape, 'pair' | 'caller' | 'hasChangeTicket'>,
    admitted: Bits,
  ): Shape {
    const decides = intersection(caller.decides, admitted);
    const floors = intersection(caller.floors, admitted);
    const doubtful = this.#doubtful.get(pair);
    if (doubtful !== undefined) {
      const raised = new Uint32Array(decides.length);
      if (take(decides, doubtful, raised)) addAll(floors, raised);
    }
    return { pair, caller, hasChangeTicket, decides, floors };
  }

  /** Evaluates the rules with conditions on several parts of a request. */
  #join(shape: Shape, rules: readonly PreparedRule[]): Shape {
    if (rules.length === 0) return shape;
    const joint = new Map<number, JointTimes>();
    const decides = shape.decides.slice();
    const floors = shape.floors.slice();
    for (const rule of rules) {
      const place = this.placeOf(rule);
      const bit = this.setOf([place]);
      if (!hasBit(decides, place) && !hasBit(floors, place)) continue;
      take(decides, bit, new Uint32Array(decides.length));
      take(floors, bit, new Uint32Array(floors.length));
      const times = jointTimes(rule, this.requestInCell(shape, 0), this.#cells.instants);
      joint.set(place, times);
      if (!isEmpty(times.decides)) addAll(decides, bit);
      else if (!isEmpty(times.floors)) addAll(floors, bit);
    }
    return { ...shape, decides, floors, joint };
  }

  /** Returns the times at which a shape matches all asked rules. */
  timesIn({ joint }: Shape, asked: readonly PreparedRule[]): Bits {
    const times = this.timesOf(asked);
    if (joint === undefined) return times;
    for (const rule of asked) {
      const own = joint.get(this.placeOf(rule));
      if (own === undefined) continue;
      const open = own.decides.slice();
      addAll(open, own.floors);
      intersectInto(times, times, open);
    }
    return times;
  }

  /**
   * Returns the rules that decide before the asked ones and depend only on what a caller holds: they admit every action, target and
   * change ticket that the asked rules admit.
   */
  #blockersOf(
    asked: readonly PreparedRule[],
    before: Bits,
    times: Bits,
  ): { readonly roles: Bits; readonly held: Bits } {
    const pairs = intersection(
      ...(asked.map((rule) => this.#pairsOfRule[this.placeOf(rule)]).filter((set) => set !== undefined) as [Bits]),
    );
    const ticket = asked.flatMap(({ rule }) => rule.match.require_ticket ?? [])[0];
    const blocks = (keys: readonly string[]) =>
      this.#where((prepared, place) => {
        const { rule } = prepared;
        const { callers, require_ticket } = rule.match;
        // With keys, a deny rule decides also for what only a delegator holds.
        const isCertain = !this.#verifiesCallers || rule.decision === 'deny';
        return (
          hasBit(before, place) &&
          isCertain &&
          !hasNewConditions(prepared) &&
          callers !== undefined &&
          Object.keys(callers).every((key) => keys.includes(key)) &&
          (require_ticket === undefined || require_ticket === ticket) &&
          overlaps(this.#times[place] ?? times, times) &&
          isSubset(pairs, this.#pairsOfRule[place] ?? pairs)
        );
      });
    return { roles: blocks(['roles']), held: blocks(['roles', 'groups']) };
  }

  /** Returns the times at which the asked rules are open, and none of the rules before decides a shape. */
  undecided(shape: Shape, before: Bits, asked: readonly PreparedRule[]): Bits {
    return this.#without(intersection(shape.decides, before), this.timesIn(shape, asked), shape.joint);
  }

  /** Returns the times at which none of the rules is open. */
  #without(places: Bits, times: Bits, joint?: ReadonlyMap<number, JointTimes>): Bits {
    const left = times.slice();
    const taken = new Uint32Array(times.length);
    eachBit(places, (place) => void take(left, joint?.get(place)?.decides ?? this.#times[place] ?? taken, taken));
    return left;
  }

  /** Returns one pair for each set of wanted rules, of those that all asked rules admit. */
  #pairsFor(asked: readonly number[], wanted: Bits): readonly ActionOnTarget[] {
    const fitting = this.#distinctPairs.filter((pair) => asked.every((place) => hasBit(this.#admitted(pair), place)));
    return firstOfEach(fitting, (pair) => this.#describe(pair, wanted));
  }

  /** Describes the rules that a pair matters to. */
  #describe(pair: ActionOnTarget, wanted?: Bits): string {
    const doubtful = this.#doubtful.get(pair);
    const joint = this.#joint.filter((rule) => wanted === undefined || hasBit(wanted, this.placeOf(rule)));
    const apart = joint.length === 0 ? '' : describeJoint(joint, pair);
    return `${keyOf(this.#admitted(pair), wanted)}${doubtful === undefined ? '' : keyOf(doubtful, wanted)}${apart}`;
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
    { decides, floors, joint }: Shape,
    times: Bits,
    visit: (place: number, taken: Bits, isFloor: boolean) => boolean | undefined,
  ): void {
    const taken = new Uint32Array(times.length);
    for (const place of order) {
      const own = joint?.get(place);
      if (own !== undefined) {
        if (take(times.slice(), own.floors, taken) && visit(place, taken, true) === true) return;
        if (take(times, own.decides, taken) && visit(place, taken, false) === true) return;
        continue;
      }
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
    return (pair === undefined ? undefined : this.#byPair.get(pair)) ?? new Uint32Array((this.#size + 31) >>> 5);
  }

  #where(holds: (rule: PreparedRule, place: number) => boolean): Bits {
    return bitsOf(this.#size, (place) => {
      const rule = this.rules[place];
      return rule !== undefined && holds(rule, place);
    });
  }
}

function keyOfTimes(joint: Shape['joint']): string {
  return joint === undefined
    ? ''
    : Array.from(joint, ([place, { decides, floors }]) => `${place}${keyOf(decides)}${keyOf(floors)}`).join();
}

/** Yields every non-empty combination of a few values. */
function* combinations<Value>([first, ...others]: readonly Value[]): Generator<readonly Value[]> {
  if (first === undefined) return;
  yield [first];
  for (const rest of combinations(others)) {
    yield rest;
    yield [first, ...rest];
  }
}
