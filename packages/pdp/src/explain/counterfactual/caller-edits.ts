import type { Caller } from '@agent-safe/core';
import type { Edit } from './edits.ts';
import type { Scenario } from './scenario.ts';
import type { Variant } from './sides.ts';

/** A name that no caller and no rule has. */
export const UNNAMED = '';

/** Returns the caller as a token would verify it; other fields stay. */
export function asVerified(caller: Caller | undefined, agentId: string = UNNAMED): Caller {
  if (caller !== undefined) return { ...caller, verified: true };
  return { agent_id: agentId, verified: true, roles: [], groups: [], delegation_chain: [] };
}

/** Returns the edit that verifies a caller. */
export function tokenEdit(agentId: string | undefined): Edit {
  return { field: 'caller', change: 'set', from: agentId ?? null, to: null, expected: 'an identity token' };
}

export function withToken({ caller }: Scenario): Variant {
  return {
    edits: [tokenEdit(caller?.agent_id)],
    apply: (scenario) => ({ ...scenario, caller: asVerified(scenario.caller) }),
  };
}

export function withoutCaller({ agent_id }: Caller): Variant {
  const edit: Edit = { field: 'caller', change: 'remove', from: agent_id, to: null };
  return { edits: [edit], apply: (scenario) => ({ ...scenario, caller: undefined }) };
}

export function withValue(key: 'roles' | 'groups', value: string, { caller }: Scenario): Variant {
  const edit: Edit = { field: `caller.${key}`, change: 'add', from: caller?.[key] ?? [], to: value };
  return onCaller([edit], (own) => ({ ...own, [key]: [...own[key], value] }));
}

export function withoutValues(
  key: 'roles' | 'groups',
  values: readonly string[],
  { caller }: Scenario,
): readonly Variant[] {
  const held = [...new Set(caller?.[key])].filter((value) => values.includes(value));
  if (held.length === 0) return [];
  const edits = held.map((value): Edit => ({ field: `caller.${key}`, change: 'remove', from: value, to: null }));
  return [onCaller(edits, (own) => ({ ...own, [key]: own[key].filter((value) => !held.includes(value)) }))];
}

/** @param agent null for a name that no rule has */
export function asAgent(agent: string | null, { caller }: Scenario, expected?: string): Variant {
  const edit: Edit = {
    field: 'caller.agent_id',
    change: 'set',
    from: caller?.agent_id ?? null,
    to: agent,
    ...(expected === undefined ? {} : { expected }),
  };
  return onCaller([edit], (own) => ({ ...own, agent_id: agent ?? UNNAMED }));
}

/** Replaces the delegation chain and drops its scopes: the scopes of the other delegation are unknown. */
export function withChain(chain: readonly string[], { caller }: Scenario, expected?: string): Variant {
  const { delegation_chain: from = [], delegation_scopes: scopes = [] } = caller ?? {};
  const edits: Edit[] = [];
  if (chain.length !== from.length || chain.some((name, place) => name !== from[place])) {
    const told = expected === undefined ? {} : { expected };
    edits.push({ field: 'caller.delegation_chain', change: 'set', from, to: chain, ...told });
  }
  if (scopes.length > 0 && chain.length > 0) {
    const limits = scopes.map((scope) => ({ ...scope }));
    edits.push({ field: 'caller.delegation_scopes', change: 'remove', from: limits, to: null });
  }
  return onCaller(edits, (own) => {
    const { delegation_scopes: _, ...unlimited } = own;
    return { ...unlimited, delegation_chain: chain };
  });
}

function onCaller(edits: readonly Edit[], change: (caller: Caller) => Caller): Variant {
  return {
    edits,
    apply: (scenario) => ({ ...scenario, caller: change(scenario.caller ?? asVerified(undefined)) }),
  };
}
