import {
  type Action,
  type Binding,
  type CheckResult,
  compileGlob,
  type JsonScalar,
  type JsonValue,
  PASSED,
  type ParameterSlots,
  quote,
  type Refused,
  type Target,
} from '@agent-safe/core';

/** A parameter that a target binds. */
export interface BoundParameter {
  readonly name: string;
  /** Its place among the parameters of the action. */
  readonly slot: number;
  readonly binding: Binding;
  readonly admits: (value: JsonValue) => boolean;
}

/** The parameters of an action that a target binds, compiled. A binding for a parameter that the action lacks binds nothing. */
export function bindParameters(action: Action, target: Target): readonly BoundParameter[] {
  return action.parameters.flatMap(({ name }, slot) => {
    const binding = Object.hasOwn(target.bindings, name) ? target.bindings[name] : undefined;
    return binding === undefined ? [] : [{ name, slot, binding, admits: compileBinding(binding) }];
  });
}

/** Whether a target says all that an action on it touches. Strict mode refuses the others, whatever the parameters. */
export function checkBound(action: Action, target: Target): CheckResult<'target_mismatch'> {
  const id = quote(target.id);
  const unbound = action.parameters.find(({ locates, name }) => locates && !Object.hasOwn(target.bindings, name));
  if (unbound !== undefined) {
    return mismatch(
      `Target ${id} does not bind ${quote(unbound.name)}, which says what ${action.name} touches. Bind it in the inventory.`,
    );
  }
  if (target.scope !== undefined) return PASSED;
  return mismatch(
    `Target ${id} has no scope, so nobody can tell which cluster or account it is in. Add one in the inventory.`,
  );
}

/** Whether the parameters touch this target and nothing else: each bound parameter must be given and agree. */
export function checkBindings(
  bound: readonly BoundParameter[],
  target: Target,
  slots: ParameterSlots,
): CheckResult<'target_mismatch'> {
  for (const { admits, binding, name, slot } of bound) {
    const value = slots[slot];
    if (value === undefined) {
      return mismatch(`Target ${quote(target.id)} binds ${quote(name)}, but the request leaves it out.`);
    }
    if (!admits(value)) {
      const expected = JSON.stringify(binding).replaceAll('","', '", "');
      return mismatch(
        `Parameter ${quote(name)} lies outside of target ${quote(target.id)}, which is ${expected.slice(0, 200)}.`,
      );
    }
  }
  return PASSED;
}

function mismatch(reason: string): Refused<'target_mismatch'> {
  return { ok: false, code: 'target_mismatch', reason };
}

function compileBinding(binding: Binding): (value: JsonValue) => boolean {
  if (!isList(binding)) return compileEntry(binding);
  const matchers = binding.map(compileEntry);
  return (value) => matchers.some((matches) => matches(value));
}
function isList(binding: Binding): binding is readonly JsonScalar[] {
  return Array.isArray(binding);
}

/** Joins parts of one name, and means something else elsewhere. A wildcard takes it only where the binding spells it out. */
const JOINTS = [':', '@', '=', '+'] as const;

/**
 * An exact value, or a glob over a name. A wildcard stands for a part of one name alone, as it does in paths: it takes
 * letters, digits and `._-`, and nothing that could leave the name (`../../kube-system`) or that a command reads as
 * something else (`--all`, `:main`). Every part begins with a letter or digit.
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
