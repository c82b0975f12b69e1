import type { Action, JsonValue, PolicyMatch } from '@agent-safe/core';
import { judgeDefinition } from './action-conditions.ts';
import { judgeCaller } from './caller-views.ts';
import { type Certainty, FAILS, HOLDS, leastOf, negate, UNKNOWN } from './certainty.ts';
import { matchesRisk } from './match.ts';
import type { PreparedConditions, PreparedMatch, PreparedTest } from './prepared-conditions.ts';
import type { ResolvedRequest } from './resolved-request.ts';
import { judgeTarget } from './target-conditions.ts';
import { matchesTime } from './time-condition.ts';

/** Returns how far all conditions of a rule hold. */
export function judgeMatch(prepared: PreparedMatch, request: ResolvedRequest, isNegated = false): Certainty {
  if (!prepared.matchesAction(request.action) || !holdsApart(prepared.match, request)) return FAILS;
  const callers = judgeCaller(prepared.match.callers, request, isNegated);
  return callers === FAILS ? FAILS : leastOf(callers, judgeConditions(prepared, request, isNegated));
}

/** Whether the conditions that are never in doubt hold: risk, change ticket and time. */
function holdsApart(match: PolicyMatch, { at, effectiveRisk, hasChangeTicket }: ResolvedRequest): boolean {
  return (
    matchesRisk(match.risk_classes, effectiveRisk) &&
    (match.require_ticket === undefined || match.require_ticket === hasChangeTicket) &&
    matchesTime(match, at)
  );
}

/** Returns how far the conditions of a rule on definition, target, parameters and `not` hold. The cheap ones come first. */
export function judgeConditions(
  { conditions, match }: PreparedMatch,
  request: ResolvedRequest,
  isNegated = false,
): Certainty {
  const least = leastOf(
    judgeDefinition(conditions, request.definition),
    judgeTarget(match.targets, request, isNegated),
  );
  return judgeRest(least, conditions, request);
}

/**
 * Returns how far the conditions of a rule hold that the sets of the index leave open. Conditions of the rule on definition and target hold or
 * are in doubt.
 */
export function judgeUnsettled(
  { canDoubtTarget, conditions, match }: PreparedMatch,
  request: ResolvedRequest,
): Certainty {
  const definition = judgeDefinition(conditions, request.definition);
  const least = canDoubtTarget ? leastOf(definition, judgeTarget(match.targets, request, false)) : definition;
  return judgeRest(least, conditions, request);
}

function judgeRest(known: Certainty, conditions: PreparedConditions, request: ResolvedRequest): Certainty {
  let least = known;
  if (least !== FAILS && conditions.params !== undefined)
    least = leastOf(least, judgeParams(conditions.params, request));
  if (least !== FAILS && conditions.not !== undefined)
    least = leastOf(least, negate(judgeMatch(conditions.not, request, true)));
  return least;
}

/** Returns how far all tests of parameters hold. */
function judgeParams(tests: readonly PreparedTest[], request: ResolvedRequest): Certainty {
  let least: Certainty = HOLDS;
  for (const test of tests) least = leastOf(least, judgeParam(test, request));
  return least;
}

/** Returns how far the test of one parameter holds. A parameter that the action lacks is unknown. */
export function judgeParam(
  { name, secretTest, test }: PreparedTest,
  { definition, mask, slots }: Pick<ResolvedRequest, 'definition' | 'mask' | 'slots'>,
): Certainty {
  if (definition === undefined || slots === undefined) return UNKNOWN;
  const slot = slotsOf(definition).get(name);
  const parameter = slot === undefined ? undefined : definition.parameters[slot];
  if (slot === undefined || parameter === undefined) return UNKNOWN;
  const value = slots[slot];
  if (!parameter.sensitive) return test(value);
  const masked = mask === undefined || value === undefined ? undefined : () => mask(definition.name, name, value);
  return secretTest(value, masked);
}

const slotsByAction = new WeakMap<Action, ReadonlyMap<string, number>>();

/** Returns the slot of each parameter of an action. */
function slotsOf(definition: Action): ReadonlyMap<string, number> {
  let slots = slotsByAction.get(definition);
  if (slots === undefined) {
    slots = new Map(definition.parameters.map(({ name }, slot) => [name, slot]));
    slotsByAction.set(definition, slots);
  }
  return slots;
}

/** Returns the values of parameters in the order of the definition. */
export function toSlots(definition: Action, params: { readonly [name: string]: JsonValue }): (JsonValue | undefined)[] {
  return definition.parameters.map(({ name }) => (Object.hasOwn(params, name) ? params[name] : undefined));
}
