import type { PreparedRule, ResolvedRequest } from '@agent-safe/pdp/analysis';
import { addBit, type Bits, hasBit, isEmpty, removeBit } from './bits.ts';
import type { CallerShape, CallerSpace } from './caller-space.ts';
import { type CallerProbes, callerProbes, isJoint, type JointTimes, jointTimes } from './joint-conditions.ts';
import type { Interest } from './role-sets.ts';
import type { Search } from './search.ts';
import type { Shape } from './shape.ts';

/** Most conditions on callers within `not` whose combinations are tried for one question. */
const MOST_PROBES = 6;

/** The rules with conditions on several parts of a request together. They are evaluated for each shape of requests. */
export class JointRules {
  /** Rules that stand for conditions on callers within `not`. Their places follow those of all rules. */
  readonly probes: readonly PreparedRule[];
  /** Whether there is a probe for each owner of a target. */
  readonly isComplete: boolean;
  /** Whether one of the rules can be a floor. */
  readonly hasFloors: boolean;
  readonly #count: number;
  readonly #joint: ReadonlyMap<number, PreparedRule>;
  readonly #probesOf: CallerProbes['byRule'];

  /** @param rules all rules in evaluation order */
  constructor(rules: readonly PreparedRule[], owners: readonly string[], verifiesCallers: boolean) {
    this.#count = rules.length;
    this.#joint = new Map(rules.flatMap((rule, place) => (isJoint(rule) ? [[place, rule] as const] : [])));
    const joint = [...this.#joint.values()];
    const { byRule, isComplete, probes } = callerProbes(joint, owners, verifiesCallers);
    this.probes = probes;
    this.isComplete = isComplete;
    this.#probesOf = byRule;
    this.hasFloors = joint.some(({ rule }) => rule.decision === 'require_approval');
  }

  /** Returns the places of these rules in a set of rules. */
  within(wanted: Bits): readonly number[] {
    return [...this.#joint.keys()].filter((place) => hasBit(wanted, place));
  }

  /** Yields the callers that satisfy the asked rules, with and without the conditions within `not` of the rules at some places. */
  *callersFor(
    callers: CallerSpace,
    asked: readonly PreparedRule[],
    joint: readonly number[],
    given: Interest,
    search: Search,
  ): Generator<CallerShape> {
    const watched = given.relevant.slice();
    const rules = joint.flatMap((place) => this.#joint.get(place) ?? []);
    const places = [...new Set(rules.flatMap((rule) => this.#probesOf.get(rule) ?? []))];
    for (const place of places) addBit(watched, this.#count + place);
    const interest: Interest = { relevant: watched, hides: (admitted, kind) => given.hides(admitted, kind) };
    yield* callers.callersFor(asked, interest, search);
    const probes = places.flatMap((place) => this.probes[place] ?? []);
    for (const some of combinations(probes.slice(0, MOST_PROBES)))
      yield* callers.callersFor([...asked, ...some], interest, search);
    if (probes.length > MOST_PROBES) search.giveUp();
  }

  /**
   * Evaluates the rules at some places for a shape.
   *
   * @param request a request of the shape
   * @param instants the instant of each time
   */
  join(shape: Shape, places: readonly number[], request: ResolvedRequest, instants: readonly number[]): Shape {
    if (places.length === 0) return shape;
    const joint = new Map<number, JointTimes>();
    const decides = shape.decides.slice();
    const floors = shape.floors.slice();
    for (const place of places) {
      const rule = this.#joint.get(place);
      if (rule === undefined || (!hasBit(decides, place) && !hasBit(floors, place))) continue;
      removeBit(decides, place);
      removeBit(floors, place);
      const times = jointTimes(rule, request, instants);
      joint.set(place, times);
      if (!isEmpty(times.decides)) addBit(decides, place);
      else if (!isEmpty(times.floors)) addBit(floors, place);
    }
    return { ...shape, decides, floors, joint };
  }
}

/** Describes the times of joint rules, so that equal texts mean equal times. */
export function keyOfTimes(joint: Shape['joint'], keyOf: (times: Bits) => string): string {
  if (joint === undefined) return '';
  return Array.from(joint, ([place, { decides, floors }]) => `${place}${keyOf(decides)}${keyOf(floors)}`).join();
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
