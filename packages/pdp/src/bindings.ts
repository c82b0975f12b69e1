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

/** What a wildcard may stand for: a part of a name. */
const NAME_PART = /^[A-Za-z0-9_.:@+=~-]+$/;

/**
 * An exact value, or a glob over a name. A wildcard stands for a part of one name alone, as it does in paths: it takes no
 * slash, no white space and nothing else that could leave the name (`../../kube-system`), and what it admits begins with
 * no hyphen, which a command would read as a flag (`--all`).
 */
function compileEntry(entry: JsonScalar): (value: JsonValue) => boolean {
  if (typeof entry !== 'string' || !/[*?[]/.test(entry)) return (value) => value === entry;
  const parts = entry.split('/').map(compileGlob);
  return (value) => {
    if (typeof value !== 'string' || value.startsWith('-') || value.length > 1_024) return false;
    const given = value.split('/');
    return (
      given.length === parts.length &&
      given.every(
        (part, index) => NAME_PART.test(part) && part !== '.' && part !== '..' && parts[index]?.(part) === true,
      )
    );
  };
}
