import type { Action, JsonValue, PolicyMatch } from '@agent-safe/core';
import { evaluateDefinition } from './action-conditions.ts';
import { evaluateCaller } from './caller-views.ts';
import { type Certainty, FAILS, HOLDS, leastOf, negate, UNKNOWN } from './certainty.ts';
import { matchesRisk } from './match.ts';
import type { PreparedConditions, PreparedMatch, PreparedTest } from './prepared-conditions.ts';
import type { ResolvedRequest } from './resolved-request.ts';
import { evaluateTarget } from './target-conditions.ts';
import { matchesTime } from './time-condition.ts';

/** Returns how far all conditions of a rule hold. */
export function evaluateMatch(prepared: PreparedMatch, request: ResolvedRequest, isNegated = false): Certainty {
  if (!prepared.matchesAction(request.action) || !holdsApart(prepared.match, request)) return FAILS;
  const callers = evaluateCaller(prepared.match.callers, request, isNegated);
  return callers === FAILS ? FAILS : leastOf(callers, evaluateConditions(prepared, request, isNegated));
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
export function evaluateConditions(
  { conditions, match }: PreparedMatch,
  request: ResolvedRequest,
  isNegated = false,
): Certainty {
  const least = leastOf(
    evaluateDefinition(conditions, request.definition),
    evaluateTarget(match.targets, request, isNegated),
  );
  return evaluateRest(least, conditions, request);
}

/**
 * Returns how far the conditions of a rule hold that the sets of the index leave open. Conditions of the rule on definition and target hold or
 * are in doubt.
 */
export function evaluateUnsettled(
  { canDoubtTarget, conditions, match }: PreparedMatch,
  request: ResolvedRequest,
): Certainty {
  const definition = evaluateDefinition(conditions, request.definition);
  const least = canDoubtTarget ? leastOf(definition, evaluateTarget(match.targets, request, false)) : definition;
  return evaluateRest(least, conditions, request);
}

function evaluateRest(known: Certainty, conditions: PreparedConditions, request: ResolvedRequest): Certainty {
  let least = known;
  if (least !== FAILS && conditions.params !== undefined)
    least = leastOf(least, evaluateParams(conditions.params, request));
  if (least !== FAILS && conditions.not !== undefined)
    least = leastOf(least, negate(evaluateMatch(conditions.not, request, true)));
  return least;
}

/** Returns how far all tests of parameters hold. */
function evaluateParams(tests: readonly PreparedTest[], request: ResolvedRequest): Certainty {
  let least: Certainty = HOLDS;
  for (const test of tests) least = leastOf(least, evaluateParam(test, request));
  return least;
}

/** Returns how far the test of one parameter holds. A parameter that the action lacks is unknown. */
export function evaluateParam(
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
