import type { Action, Caller, JsonValue, Target } from '@agent-safe/core';
import type { DecideRequest } from '../../src/index.ts';
import { drawValue } from './parameter-value.ts';
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
      .map((parameter) => {
        const { locates, name } = parameter;
        return [name, locates ? inside(random, target.bindings[name]) : drawValue(random, parameter)];
      }),
  );
  return { request: { action: action.name, target: target.id, caller, params, at: AT }, action, target, caller };
}

function inside(random: Random, binding: Target['bindings'][string] | undefined): JsonValue {
  const value = Array.isArray(binding) ? random.pick<JsonValue>(binding) : binding;
  return typeof value === 'string' ? value.replace('*', `7d9f-${random.integer(1, 9_999)}`) : null;
}
