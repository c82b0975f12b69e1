import {
  type Action,
  type Caller,
  type JsonValue,
  needsTarget,
  quote,
  sortBy,
  suggest,
  type Target,
} from '@agent-safe/core';
import { findCaller, toCaller } from './find-caller.ts';
import { checkWhat, checkWho, type ReadSearch, readSearch } from './read-search.ts';
import type { SearchServices } from './search-services.ts';
import { type ActionTargets, searchPolicy } from './search-space.ts';
import type { FoundRequests, FoundSubjects, SearchRefusal, WhatCan, WhoCan } from './search-types.ts';

/** Finds the subjects that the policy allows to request an action. */
export async function whoCan(given: WhoCan, services: SearchServices): Promise<FoundSubjects | SearchRefusal> {
  checkWho(given);
  const { action: name, target: id, type } = given;
  const search = readSearch(given, ['who', name, id ?? null, type ?? null], services);
  if (!search.ok) return search;
  const action = findAction(name, services);
  if (!action.ok) return action;
  const target = findTarget(id ?? undefined, services);
  if (!target.ok) return target;
  const subjects = services.subjects.filter((each) => type === undefined || each.type === type);
  const actions = [{ action: action.action, targets: [target.target] }];
  const refusal = await checkRequest(actions, search, services);
  if (refusal !== undefined) return refusal;
  const { allowed, needs_params, next } = await run(actions, subjects.map(toCaller), search, services);
  const found = allowed.flatMap(({ caller }) => subjects[caller] ?? []);
  return { ok: true, subjects: found, needs_params, ...end(next, search, services) };
}

/** Finds the requests that the policy allows a caller. */
export async function whatCan(given: WhatCan, services: SearchServices): Promise<FoundRequests | SearchRefusal> {
  checkWhat(given);
  const found = await findCaller(given.caller, services);
  if (!found.ok) return found;
  const { caller } = found;
  const query = ['what', toJson(caller), given.action ?? null, given.target ?? null] as const;
  const search = readSearch(given, query, services);
  if (!search.ok) return search;
  const action = given.action === undefined ? undefined : findAction(given.action, services);
  if (action?.ok === false) return action;
  const target = findTarget(given.target, services);
  if (!target.ok) return target;
  const chosen = action === undefined ? sortBy(services.actions, ({ name }) => name) : [action.action];
  const targets = target.target === undefined ? sortBy(services.targets ?? [], ({ id }) => id) : [target.target];
  const actions = chosen.map((each): ActionTargets => {
    if (!needsTarget(each)) return { action: each, targets: given.target === undefined ? [undefined] : [] };
    return { action: each, targets: services.targets === undefined ? [undefined] : targets };
  });
  const { allowed, needs_params, next } = await run(actions, [caller], search, services);
  const pairs = allowed.map(({ action: name, bound, target: id }) => {
    return { action: name, target: id, ...(Object.keys(bound).length === 0 ? {} : { params: bound }) };
  });
  return {
    ok: true,
    caller: caller?.agent_id ?? null,
    caller_verified: caller?.verified ?? false,
    allowed: pairs,
    needs_params,
    ...end(next, search, services),
  };
}

function run(
  actions: readonly ActionTargets[],
  callers: readonly (Caller | undefined)[],
  { at, limit, params, position, ticket_id }: ReadSearch,
  { pipeline }: SearchServices,
) {
  return searchPolicy(pipeline.pdp, { actions, callers, params, ticket_id, at }, position, limit);
}

function end(next: number | undefined, { toCursor }: ReadSearch, { pipeline }: SearchServices) {
  return { policy_digest: pipeline.policyDigest, ...(next === undefined ? {} : { next: toCursor(next) }) };
}

/** Codes of refusals that do not depend on the caller. */
const OF_THE_REQUEST = [
  'params_invalid',
  'params_too_large',
  'target_required',
  'target_unexpected',
  'target_type_mismatch',
  'target_mismatch',
] as const;

/** Finds the mistake of a malformed request, which no subject is allowed. */
async function checkRequest(
  actions: readonly ActionTargets[],
  { at, params, ticket_id }: ReadSearch,
  { pipeline }: SearchServices,
): Promise<SearchRefusal | undefined> {
  let refusal: SearchRefusal | undefined;
  const decide: typeof pipeline.pdp.decide = (request) => {
    const verdict = pipeline.pdp.decide(request);
    const code = OF_THE_REQUEST.find((each) => each === verdict.code);
    if (code !== undefined) refusal = { ok: false, code, reason: verdict.reason };
    return verdict;
  };
  await searchPolicy({ decide }, { actions, callers: [ANY_CALLER], params, ticket_id, at }, 0, 1);
  return refusal;
}

/** Stands for any subject: the refusals that matter are the same for all. */
const ANY_CALLER: Caller = { agent_id: 'agent-safe', verified: true, roles: [], groups: [], delegation_chain: [] };

function findAction(
  name: string,
  { actions }: SearchServices,
): { readonly ok: true; readonly action: Action } | SearchRefusal {
  const action = actions.find((each) => each.name === name);
  if (action !== undefined) return { ok: true, action };
  const names = actions.map((each) => each.name);
  const hint = suggest(name, names, 'To list all actions, run: agent-safe list-actions');
  return { ok: false, code: 'action_unknown', reason: `The registry has no action ${quote(name)}. ${hint}` };
}

function findTarget(
  id: string | undefined,
  { targets }: SearchServices,
): { readonly ok: true; readonly target: Target | undefined } | SearchRefusal {
  if (id === undefined || targets === undefined) return { ok: true, target: undefined };
  const target = targets.find((each) => each.id === id);
  if (target !== undefined) return { ok: true, target };
  const names = targets.map((each) => each.id);
  const hint = suggest(id, names, 'Add it to the inventory, or name another target.');
  return { ok: false, code: 'target_unknown', reason: `The inventory has no target ${quote(id)}. ${hint}` };
}

function toJson(value: unknown): JsonValue {
  return JSON.parse(JSON.stringify(value ?? null)) as JsonValue;
}
