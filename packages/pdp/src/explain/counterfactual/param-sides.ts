import type { JsonObject } from '@agent-safe/core';
import { holdsIn, type View } from '../../match/caller-views.ts';
import { evaluateParam, toSlots } from '../../match/evaluate-conditions.ts';
import type { PreparedRule } from '../../match/match.ts';
import type { PreparedTest } from '../../match/prepared-conditions.ts';
import { boundaryValues } from './boundary-values.ts';
import type { Edit } from './edits.ts';
import type { Scenario, ScenarioEvaluator } from './scenario.ts';
import type { Variant } from './sides.ts';

/** Most values to try for one parameter. */
const MOST_VALUES = 8;

/** Whether the tests of parameters of a rule hold, in a view. */
export function holdsOnParams(
  view: View,
  { conditions }: PreparedRule,
  scenario: Scenario,
  evaluator: ScenarioEvaluator,
): boolean {
  return (conditions.params ?? []).every((test) => passes(view, test, evaluator, evaluator.valuesIn(scenario)));
}

/** Returns the variants with other values that pass all tests of a rule. */
export function satisfyParams(
  view: View,
  prepared: PreparedRule,
  scenario: Scenario,
  evaluator: ScenarioEvaluator,
): readonly Variant[] {
  const values = evaluator.valuesIn(scenario);
  let changed: readonly JsonObject[] = [{}];
  for (const test of prepared.conditions.params ?? []) {
    if (passes(view, test, evaluator, values)) continue;
    const fitting = valuesFor(prepared, test, evaluator, values, (each) => passes(view, test, evaluator, each));
    changed = changed.flatMap((before) => fitting.map((after) => ({ ...before, ...after }))).slice(0, MOST_VALUES);
  }
  return changed.map((overrides) => toVariant(overrides, values));
}

/** Returns the variants with another value that fails one test of a rule. */
export function avoidParams(
  view: View,
  prepared: PreparedRule,
  scenario: Scenario,
  evaluator: ScenarioEvaluator,
): readonly Variant[] {
  const values = evaluator.valuesIn(scenario);
  return (prepared.conditions.params ?? []).flatMap((test) =>
    valuesFor(prepared, test, evaluator, values, (each) => !passes(view, test, evaluator, each)).map((overrides) =>
      toVariant(overrides, values),
    ),
  );
}

function passes(view: View, test: PreparedTest, { definition, mask }: ScenarioEvaluator, values: JsonObject): boolean {
  return holdsIn(view, evaluateParam(test, { definition, mask, slots: toSlots(definition, values) }));
}

/** Returns other values of one parameter, as overrides. A sensitive value is not suggested. */
function valuesFor(
  { match }: PreparedRule,
  { name }: PreparedTest,
  { definition }: ScenarioEvaluator,
  values: JsonObject,
  isRight: (values: JsonObject) => boolean,
): readonly JsonObject[] {
  const parameter = definition.parameters.find((each) => each.name === name);
  if (parameter === undefined || parameter.sensitive) return [];
  return boundaryValues(parameter, [match.params?.[name] ?? {}])
    .map((value) => ({ [name]: value }))
    .filter((override) => isRight({ ...values, ...override }))
    .slice(0, MOST_VALUES);
}

/** @param overrides of parameters that are not sensitive, so that their values may be shown */
function toVariant(overrides: JsonObject, values: JsonObject): Variant {
  const edits = Object.entries(overrides).map(
    ([name, to]): Edit => ({ field: `params.${name}`, change: 'set', from: values[name] ?? null, to }),
  );
  return { edits, apply: (scenario) => ({ ...scenario, overrides: { ...scenario.overrides, ...overrides } }) };
}
