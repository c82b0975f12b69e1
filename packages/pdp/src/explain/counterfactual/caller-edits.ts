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

/** Gives a role or group to the caller and its delegators: a caller can hold only what they hold. */
export function withValue(key: 'roles' | 'groups', value: string, { caller }: Scenario): Variant {
  const edit: Edit = { field: `caller.${key}`, change: 'add', from: caller?.[key] ?? [], to: value };
  return onCaller([edit], (own) => onHeld(own, key, (held) => (held.includes(value) ? held : [...held, value])));
}

/** Takes roles or groups from the caller and its delegators. */
export function withoutValues(
  key: 'roles' | 'groups',
  isNamed: (value: string) => boolean,
  { caller }: Scenario,
): readonly Variant[] {
  const all = [...(caller?.[key] ?? []), ...(caller?.delegation_holdings ?? []).flatMap((holding) => holding[key])];
  const held = [...new Set(all)].filter(isNamed);
  if (held.length === 0) return [];
  const edits = held.map((value): Edit => ({ field: `caller.${key}`, change: 'remove', from: value, to: null }));
  return [onCaller(edits, (own) => onHeld(own, key, (values) => values.filter((value) => !held.includes(value))))];
}

/** Changes the roles or groups of a caller and its delegators. */
function onHeld(own: Caller, key: 'roles' | 'groups', change: (held: readonly string[]) => readonly string[]): Caller {
  const changed = { ...own, [key]: change(own[key]) };
  const { delegation_holdings: holdings } = own;
  if (holdings === undefined) return changed;
  return { ...changed, delegation_holdings: holdings.map((holding) => ({ ...holding, [key]: change(holding[key]) })) };
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

/**
 * Replaces the delegation chain. Its delegators hold what the caller holds. The scopes are dropped, because those of the other
 * delegation are unknown.
 */
export function withChain(chain: readonly string[], { caller }: Scenario, expected?: string): Variant {
  const { delegation_chain: from = [], delegation_scopes: scopes = [] } = caller ?? {};
  const edits: Edit[] = [];
  const isOther = chain.length !== from.length || chain.some((name, place) => name !== from[place]);
  if (isOther) {
    const told = expected === undefined ? {} : { expected };
    edits.push({ field: 'caller.delegation_chain', change: 'set', from, to: chain, ...told });
  }
  if (scopes.length > 0 && chain.length > 0) {
    const limits = scopes.map((scope) => ({ ...scope }));
    edits.push({ field: 'caller.delegation_scopes', change: 'remove', from: limits, to: null });
  }
  return onCaller(edits, (own) => {
    const { delegation_scopes: _, ...unlimited } = own;
    if (!isOther) return unlimited;
    const { groups, roles } = own;
    return { ...unlimited, delegation_chain: chain, delegation_holdings: chain.map(() => ({ roles, groups })) };
  });
}

function onCaller(edits: readonly Edit[], change: (caller: Caller) => Caller): Variant {
  return {
    edits,
    apply: (scenario) => ({ ...scenario, caller: change(scenario.caller ?? asVerified(undefined)) }),
  };
}
