import { setImmediate } from 'node:timers/promises';
import { type Action, bindingEntries, type Caller, isBindingGlob, type JsonValue, type Target } from '@agent-safe/core';
import type { Pdp } from '@agent-safe/pdp';
import type { MissingParams } from './search-types.ts';

/** An action with the targets that are tried. Undefined: a request without a target. */
export interface ActionTargets {
  readonly action: Action;
  readonly targets: readonly (Target | undefined)[];
}

/** All requests that a search tries, in order: by action, then target, then caller. */
export interface SearchSpace {
  readonly actions: readonly ActionTargets[];
  readonly callers: readonly (Caller | undefined)[];
  readonly params: { readonly [parameter: string]: JsonValue };
  readonly ticket_id: string | undefined;
  /** Milliseconds since 1970, UTC. */
  readonly at: number;
}

/** A request that the policy allows. */
interface Allowed {
  readonly action: string;
  readonly target: string | null;
  /** The position of its caller in the list. */
  readonly caller: number;
  /** The values that bindings gave. */
  readonly bound: { readonly [parameter: string]: JsonValue };
}

export interface SearchedPage {
  readonly allowed: readonly Allowed[];
  readonly needs_params: readonly MissingParams[];
  /** The position of the next request to try; undefined if all were tried. */
  readonly next: number | undefined;
}

/** Most requests that one page tries, so that a rare answer does not hold a server. */
const MOST_TRIED = 200_000;
/** Requests that are tried before other work of the process continues. */
const BATCH = 5_000;

/**
 * Tries the requests of a space from a position on, until a page is full.
 *
 * @param limit the highest number of allowed requests
 */
export async function searchPolicy(
  pdp: Pick<Pdp, 'decide'>,
  space: SearchSpace,
  from: number,
  limit: number,
): Promise<SearchedPage> {
  const { at, callers, ticket_id } = space;
  const allowed: Allowed[] = [];
  const needs_params: MissingParams[] = [];
  let tried = 0;
  for (const { action, first, target } of listPairs(space, from)) {
    const { bound, missing, params } = completeParams(action, target, space);
    const names = { action: action.name, target: target?.id ?? null };
    if (missing.length > 0) {
      // The first request of a pair reports it, so that no page repeats it.
      if (first >= from && isFitting(action, target)) needs_params.push({ ...names, params: missing });
      tried += 1;
      if (tried >= MOST_TRIED) return { allowed, needs_params, next: first + callers.length };
      continue;
    }
    for (let index = Math.max(0, from - first); index < callers.length; index += 1) {
      if (allowed.length === limit || tried === MOST_TRIED) return { allowed, needs_params, next: first + index };
      tried += 1;
      if (tried % BATCH === 0) await setImmediate();
      const caller = callers[index];
      if (pdp.decide({ ...names, caller, params, ticket_id, at }).result !== 'allow') continue;
      allowed.push({ ...names, caller: index, bound });
    }
  }
  return { allowed, needs_params, next: undefined };
}

/** Lists the pairs of action and target whose requests are not all before a position, with their first position. */
function* listPairs({ actions, callers }: SearchSpace, from: number) {
  let first = 0;
  for (const { action, targets } of actions) {
    const end = first + targets.length * callers.length;
    for (let index = 0; end > from && index < targets.length; index += 1) {
      const start = first + index * callers.length;
      if (start + callers.length > from) yield { action, target: targets[index], first: start };
    }
    first = end;
  }
}

/** The parameters of a request: those that are given, and exact values of locating parameters from the target. */
function completeParams(action: Action, target: Target | undefined, { actions, params: given }: SearchSpace) {
  const declared = new Set(action.parameters.map(({ name }) => name));
  // Of one action, an unknown parameter is a mistake. Of many, it belongs to another action.
  const own = Object.entries(given).filter(([name]) => actions.length === 1 || declared.has(name));
  const bound = Object.fromEntries(
    action.parameters.flatMap(({ locates, name }) => {
      const binding = target !== undefined && Object.hasOwn(target.bindings, name) ? target.bindings[name] : undefined;
      if (!locates || Object.hasOwn(given, name) || binding === undefined) return [];
      const [only, ...others] = bindingEntries(binding);
      return only === undefined || others.length > 0 || isBindingGlob(only) ? [] : [[name, only] as const];
    }),
  );
  const params = { ...bound, ...Object.fromEntries(own) };
  const missing = action.parameters
    .filter(({ default: value, name, required }) => required && value === undefined && !Object.hasOwn(params, name))
    .map(({ name }) => name);
  return { bound, missing, params };
}

/** Whether an action works on a target of this type. */
function isFitting({ target_types }: Action, target: Target | undefined): boolean {
  return target === undefined || target_types.includes(target.type);
}
