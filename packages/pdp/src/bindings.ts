import {
  type Action,
  type Binding,
  compileGlob,
  type JsonObject,
  type JsonScalar,
  type JsonValue,
  quote,
  type Target,
} from '@agent-safe/core';

/** A target with its bindings compiled. */
export interface PreparedTarget {
  readonly target: Target;
  readonly bindings: ReadonlyMap<string, (value: JsonValue) => boolean>;
}

/** Compiles what a target binds, once for all requests. */
export function prepareTarget(target: Target): PreparedTarget {
  const bindings = Object.entries(target.bindings).map(([name, binding]) => [name, compileBinding(binding)] as const);
  return { target, bindings: new Map(bindings) };
}

/**
 * Whether the parameters touch this target and nothing else: each bound parameter that the action has must be given
 * and agree. In strict mode every locating parameter must be bound, and the target must say where it lives.
 *
 * @returns why not, or nothing
 */
export function checkBindings(
  action: Action,
  { bindings, target }: PreparedTarget,
  params: JsonObject,
  strict: boolean,
): string | undefined {
  const id = quote(target.id);
  for (const { locates, name } of action.parameters) {
    const matches = bindings.get(name);
    if (matches === undefined) {
      if (!(strict && locates)) continue;
      return `Target ${id} does not bind ${quote(name)}, which says what ${action.name} touches. Bind it in the inventory.`;
    }
    const value = Object.hasOwn(params, name) ? params[name] : undefined;
    if (value === undefined) return `Target ${id} binds ${quote(name)}, but the request leaves it out.`;
    if (!matches(value)) {
      const expected = JSON.stringify(target.bindings[name]).replaceAll('","', '", "');
      return `Parameter ${quote(name)} lies outside of target ${id}, which is ${expected.slice(0, 200)}.`;
    }
  }
  if (strict && target.scope === undefined) {
    return `Target ${id} has no scope, so nobody can tell which cluster or account it is in. Add one in the inventory.`;
  }
  return undefined;
}

function compileBinding(binding: Binding): (value: JsonValue) => boolean {
  const matchers = isList(binding) ? binding.map(compileEntry) : [compileEntry(binding)];
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
  return (value) => {
    if (typeof value !== 'string' || value.includes('..') || value.length > 1_024) return false;
    const given = value.split('/');
    return (
      given.length === parts.length &&
      given.every((part, index) => namePart.test(part) && parts[index]?.(part) === true)
    );
  };
}
