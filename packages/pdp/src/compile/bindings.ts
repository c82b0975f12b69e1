import {
  type Action,
  type Binding,
  type CheckResult,
  compileGlob,
  type JsonScalar,
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

/** Checks that a target binds all locating parameters of an action and has a scope of its kind. Only strict mode requires this. */
export function checkBound(action: Action, target: Target): CheckResult<'target_mismatch'> {
  const id = quote(target.id);
  const unbound = action.parameters.find(({ locates, name }) => locates && !Object.hasOwn(target.bindings, name));
  if (unbound !== undefined) {
    return mismatch(
      `Target ${id} has no binding for the locating parameter ${quote(unbound.name)} of ${action.name}. Add one in the inventory.`,
    );
  }
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

/** Compiles the check of whether a binding admits the value of a parameter. */
export function compileBinding(binding: Binding): (value: JsonValue) => boolean {
  if (!isList(binding)) return compileEntry(binding);
  const matchers = binding.map(compileEntry);
  return (value) => matchers.some((matches) => matches(value));
}
function isList(binding: Binding): binding is readonly JsonScalar[] {
  return Array.isArray(binding);
}

/** Characters that join parts of a name and have other meanings elsewhere. A wildcard matches one only if the binding contains it. */
const JOINTS = [':', '@', '=', '+'] as const;

/**
 * Compiles an exact value or a glob. A wildcard matches within one part of a path: letters, digits and `._-`. It never matches a
 * value that could leave the path (`../../kube-system`) or that a command could read as something else (`--all`, `:main`). Each part
 * starts with a letter or digit.
 */
function compileEntry(entry: JsonScalar): (value: JsonValue) => boolean {
  if (typeof entry !== 'string' || !/[*?[]/.test(entry)) return (value) => value === entry;
  const joints = JOINTS.filter((joint) => entry.includes(joint)).join('');
  const namePart = new RegExp(`^[A-Za-z0-9][A-Za-z0-9._${joints}-]*$`);
  const parts = entry.split('/').map(compileGlob);
  const [only] = parts;
  if (only !== undefined && parts.length === 1) {
    return (value) => isName(value) && namePart.test(value) && only(value);
  }
  return (value) => {
    if (!isName(value)) return false;
    const given = value.split('/');
    return (
      given.length === parts.length &&
      given.every((part, index) => namePart.test(part) && parts[index]?.(part) === true)
    );
  };
}

function isName(value: JsonValue): value is string {
  return typeof value === 'string' && value.length <= 1_024 && !value.includes('..');
}
