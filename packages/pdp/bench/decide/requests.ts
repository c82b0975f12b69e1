import type { Action, ActionParameter, Caller, JsonValue, Target } from '@agent-safe/core';
import type { DecideRequest } from '../../src/index.ts';
import type { Random } from './random.ts';

/** A request with its names looked up: what engines that know no inventory are asked about. */
export interface KnownRequest {
  readonly request: DecideRequest & { readonly caller: Caller };
  readonly action: Action;
  readonly target: Target;
  readonly caller: Caller;
}

const AT = Date.UTC(2026, 0, 5, 12);

/** A request that is valid: the action is made for the target, and the parameters lie inside of it. */
export function makeRequest(
  random: Random,
  actions: readonly Action[],
  targets: readonly Target[],
  callers: readonly Caller[],
): KnownRequest {
  const caller = random.pick(callers);
  // Agents mostly look after what their own team owns.
  const own = targets.filter(({ owner }) => caller.groups.includes(owner));
  const target = random.pick(own.length > 0 && random.chance(0.7) ? own : targets);
  const action = random.pick(actions.filter(({ target_types }) => target_types.includes(target.type)));
  const params = Object.fromEntries(
    action.parameters
      .filter(({ required }) => required || random.chance(0.5))
      .map((parameter) => [parameter.name, makeValue(random, parameter, target)]),
  );
  return { request: { action: action.name, target: target.id, caller, params, at: AT }, action, target, caller };
}

function makeValue(
  random: Random,
  { constraints = {}, locates, name, type }: ActionParameter,
  target: Target,
): JsonValue {
  if (locates) return inside(random, target.bindings[name]);
  switch (type) {
    case 'boolean':
      return random.chance(0.5);
    case 'integer':
    case 'number':
      return random.integer(constraints.min_value ?? 0, Math.min(constraints.max_value ?? 1_000, 100_000));
    case 'array':
      return ['ls', '-l', '/tmp'];
    case 'string':
      return `${name.replaceAll('_', '-')}-${random.integer(1, 1_000)}`;
  }
}

function inside(random: Random, binding: Target['bindings'][string] | undefined): JsonValue {
  const value = Array.isArray(binding) ? random.pick<JsonValue>(binding) : binding;
  return typeof value === 'string' ? value.replace('*', `7d9f-${random.integer(1, 9_999)}`) : null;
}
