import {
  type Action,
  type Binding,
  compileGlob,
  type JsonObject,
  type JsonValue,
  quote,
  type Target,
} from '@agent-safe/core';

/**
 * Whether the parameters touch this target and nothing else: each bound parameter that the action has must be given
 * and agree. In strict mode every locating parameter must be bound, and the target must say where it lives.
 *
 * @returns why not, or nothing
 */
export function checkBindings(action: Action, target: Target, params: JsonObject, strict: boolean): string | undefined {
  for (const { locates, name } of action.parameters) {
    const binding = Object.hasOwn(target.bindings, name) ? target.bindings[name] : undefined;
    if (binding === undefined) {
      if (!(strict && locates)) continue;
      return `Target ${quote(target.id)} does not bind ${quote(name)}, which says what ${action.name} touches. Bind it in the inventory.`;
    }
    const value = params[name];
    if (value === undefined) return `Target ${quote(target.id)} binds ${quote(name)}, but the request leaves it out.`;
    if (!bindingMatches(binding, value)) {
      const expected = isList(binding) ? binding.join(', ') : String(binding);
      return `Parameter ${quote(name)} lies outside of target ${quote(target.id)}, which is ${quote(expected, 200)}.`;
    }
  }
  if (strict && target.scope === undefined) {
    return `Target ${quote(target.id)} has no scope, so nobody can tell which cluster or account it is in. Add one in the inventory.`;
  }
  return undefined;
}

function bindingMatches(binding: Binding, value: JsonValue): boolean {
  if (isList(binding)) return binding.some((entry) => bindingMatches(entry, value));
  if (typeof binding === 'string' && typeof value === 'string') return compileGlob(binding)(value);
  return binding === value;
}

function isList(binding: Binding): binding is Extract<Binding, readonly unknown[]> {
  return Array.isArray(binding);
}
