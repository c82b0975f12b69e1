import type { Action, Caller, JsonValue, Target } from '@agent-safe/core';
import type { DecideRequest } from '../../src/index.ts';
import { drawValue } from './parameter-value.ts';
import type { Random } from './random.ts';

/** A request with its names resolved, for engines without an inventory. */
export interface KnownRequest {
  readonly request: DecideRequest & { readonly caller: Caller };
  readonly action: Action;
  readonly target: Target;
  readonly caller: Caller;
}

/** The parameter that the rules of a world with conditions test. */
export const AMOUNT = 'amount';

/** Returns the value of the tested parameter. */
export function amountOf({ request }: KnownRequest): number {
  return Number((request.params as Readonly<Record<string, unknown>> | undefined)?.[AMOUNT] ?? 0);
}

const AT = Date.UTC(2026, 0, 5, 12);

/** Returns a valid request: the action supports the target, and the parameters match its bindings. */
export function makeRequest(
  random: Random,
  actions: readonly Action[],
  targets: readonly Target[],
  callers: readonly Caller[],
): KnownRequest {
  const caller = random.pick(callers);
  // Most agents request changes of targets that their own team owns.
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
