import {
  type Action,
  type Binding,
  type CheckResult,
  compileBinding,
  type JsonValue,
  missingScope,
  PASSED,
  type ParameterSlots,
  quote,
  type Refused,
  type Target,
} from '@agent-safe/core';

/** A parameter of an action with the target's binding. */
export interface BoundParameter {
  readonly name: string;
  /** Index of the parameter in the action. */
  readonly slot: number;
  readonly binding: Binding;
  readonly admits: (value: JsonValue) => boolean;
}

/** Returns the parameters of an action that a target binds, compiled. Ignores bindings for parameters that the action lacks. */
export function bindParameters(action: Action, target: Target): readonly BoundParameter[] {
  return action.parameters.flatMap(({ name }, slot) => {
    const binding = Object.hasOwn(target.bindings, name) ? target.bindings[name] : undefined;
    return binding === undefined ? [] : [{ name, slot, binding, admits: compileBinding(binding) }];
  });
}

/** Checks that a target binds all locating parameters of an action. Only strict mode requires this. */
export function checkBound(action: Action, target: Target): CheckResult<'target_mismatch'> {
  const unbound = action.parameters.find(({ locates, name }) => locates && !Object.hasOwn(target.bindings, name));
  if (unbound !== undefined) {
    return mismatch(
      `Target ${quote(target.id)} has no binding for the locating parameter ${quote(unbound.name)} of ${action.name}. Add one in the inventory.`,
    );
  }
  return PASSED;
}

/** Checks that a target has a scope of its kind. Only strict mode requires this. */
export function checkScope(target: Target): CheckResult<'target_mismatch'> {
  const id = quote(target.id);
  if (target.scope === undefined)
    return mismatch(`Target ${id} has no scope, so its cluster or account is unknown. Add "scope" in the inventory.`);
  const missing = missingScope(target);
  if (missing.length === 0) return PASSED;
  const needed = `The scope of target ${id} lacks ${missing.join(' and ')}, which the type ${target.type} needs`;
  return mismatch(`${needed}. Correct "scope" in the inventory.`);
}

/** Checks that the parameters stay within the target: the request must have each bound parameter, and its value must match. */
export function checkBindings(
  bound: readonly BoundParameter[],
  target: Target,
  slots: ParameterSlots,
): CheckResult<'target_mismatch'> {
  for (const { admits, binding, name, slot } of bound) {
    const value = slots[slot];
    if (value === undefined) {
      return mismatch(
        `Parameter ${quote(name)} is missing, and target ${quote(target.id)} binds it. Add the parameter to the request.`,
      );
    }
    if (!admits(value)) {
      const expected = JSON.stringify(binding).replaceAll('","', '", "');
      const limits = `which allows ${expected.slice(0, 200)}`;
      return mismatch(
        `Parameter ${quote(name)} is outside target ${quote(target.id)}, ${limits}. Change the parameter or the target.`,
      );
    }
  }
  return PASSED;
}

function mismatch(reason: string): Refused<'target_mismatch'> {
  return { ok: false, code: 'target_mismatch', reason };
}
