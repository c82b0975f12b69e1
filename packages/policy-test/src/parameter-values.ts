import type { Action, ActionParameter, JsonValue, ParameterSlots, ParameterTest, Target } from '@agent-safe/core';
import {
  bindParameters,
  boundaryValues,
  evaluateParam,
  type PreparedRule,
  type PreparedTest,
  suggestParams,
  toSlots,
} from '@agent-safe/pdp/analysis';

/** Most combinations of values for one action on one target. */
const MOST_COMBINED = 400;
/** A mask that no rule names. */
const OTHER_MASK = 'hmac-sha256:another-value';

/** In an analysis, a sensitive value is its own mask: only masks are compared. */
export function maskOf(_action: string, _parameter: string, value: unknown): string {
  return String(value);
}

/** A parameter that rules test. */
interface TestedParameter {
  readonly parameter: ActionParameter;
  readonly slot: number;
  readonly tests: readonly ParameterTest[];
  readonly compiled: readonly PreparedTest[];
}

/** The values of parameters that rules distinguish, for one action. */
export class ParameterValues {
  /** Whether all combinations were returned. */
  isComplete = true;
  readonly #action: Action;
  readonly #tested: readonly TestedParameter[];

  constructor(action: Action, rules: readonly PreparedRule[]) {
    this.#action = action;
    const matching = rules.filter(({ matchesAction }) => matchesAction(action.name));
    const matches = matching.flatMap(({ conditions, match }) => [
      { tests: match.params, compiled: conditions.params },
      { tests: match.not?.params, compiled: conditions.not?.conditions.params },
    ]);
    this.#tested = action.parameters.flatMap((parameter, slot) => {
      const tests = matches.flatMap((each) =>
        each.tests !== undefined && Object.hasOwn(each.tests, parameter.name) ? (each.tests[parameter.name] ?? []) : [],
      );
      const compiled = matches.flatMap((each) => each.compiled?.filter(({ name }) => name === parameter.name) ?? []);
      return tests.length === 0 ? [] : [{ parameter, slot, tests, compiled }];
    });
  }

  /** Returns one list of values for each combination that rules distinguish. All are valid for the target. */
  slotsFor(target: Target | undefined): readonly Readonly<ParameterSlots>[] {
    const base = toSlots(this.#action, suggestParams(this.#action, target));
    if (this.#tested.length === 0) return [base];
    const bound = target === undefined ? [] : bindParameters(this.#action, target);
    let combined: ParameterSlots[] = [base];
    for (const tested of this.#tested) {
      const admits = bound.find(({ slot }) => slot === tested.slot)?.admits;
      const values = this.#distinct(tested).filter((value) => value === undefined || (admits?.(value) ?? true));
      if (values.length === 0) continue;
      const more = values.flatMap((value) => combined.map((slots) => slots.with(tested.slot, value)));
      if (more.length > MOST_COMBINED) this.isComplete = false;
      combined =
        more.length > MOST_COMBINED ? [...combined, ...values.map((value) => base.with(tested.slot, value))] : more;
    }
    return combined;
  }

  /** Returns one value for each set of tests that it passes. */
  #distinct({ compiled, parameter, slot, tests }: TestedParameter): readonly (JsonValue | undefined)[] {
    const values: (JsonValue | undefined)[] = parameter.sensitive
      ? [OTHER_MASK, ...tests.flatMap(masksIn)]
      : [...boundaryValues(parameter, tests)];
    if (!parameter.required && parameter.default === undefined) values.push(undefined);
    const seen = new Set<string>();
    return values.filter((value) => {
      const slots = this.#action.parameters.map((_, place) => (place === slot ? value : undefined));
      const request = { definition: this.#action, slots, mask: maskOf };
      const key = compiled.map((test) => evaluateParam(test, request)).join('');
      return !seen.has(key) && seen.add(key).size > 0;
    });
  }
}

function masksIn({ masked = [], not }: ParameterTest): readonly string[] {
  return [...masked, ...(not === undefined ? [] : masksIn(not))];
}
