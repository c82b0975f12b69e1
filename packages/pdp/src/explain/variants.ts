import type { Caller, PolicyRule } from '@agent-safe/core';
import { admitsPair, matchesTime, overlaps, type PreparedRule } from '../match.ts';
import type { Edit } from './edits.ts';
import { type Kind, type Scenario, type ScenarioJudge, verifiedCaller } from './scenario.ts';

/** The sides of a request, in the order in which people would change them. */
export const SIDES = ['ticket', 'time', 'roles', 'groups', 'agent', 'delegation', 'target'] as const;
export type Side = (typeof SIDES)[number];

/** One way in which one side of a request may be other than it is. */
export interface Variant {
  readonly edits: readonly Edit[];
  apply(scenario: Scenario): Scenario;
}

/** No name that a caller can have, and so one that no rule has. */
const NOBODY = '';
/** How many values of a list are tried. */
const MOST_VALUES = 20;
/** How deep a delegation is thought of. */
const DEEPEST = 64;

/** Whether the conditions hold that a rule has on one side. */
export function holdsOn(side: Side, prepared: PreparedRule, scenario: Scenario, kind: Kind | undefined): boolean {
  const { callers, require_ticket } = prepared.rule.match;
  const { at, caller, hasTicket } = scenario;
  switch (side) {
    case 'target':
      return kind !== undefined && admitsPair(prepared, kind);
    case 'ticket':
      return require_ticket === undefined || require_ticket === hasTicket;
    case 'time':
      return matchesTime(prepared.rule.match, at);
    case 'roles':
      return overlaps(callers?.roles, caller?.roles);
    case 'groups':
      return overlaps(callers?.groups, caller?.groups);
    case 'agent':
      if (callers !== undefined && caller === undefined && isAboutAnyone(callers)) return false;
      return callers?.agent_ids === undefined || callers.agent_ids.includes(caller?.agent_id ?? '\n');
    case 'delegation':
      return admitsChain(prepared.rule, caller);
  }
}

/** The ways to satisfy what a rule asks of one side. */
export function satisfy(
  side: Side,
  prepared: PreparedRule,
  scenario: Scenario,
  judge: ScenarioJudge,
): readonly Variant[] {
  const { callers } = prepared.rule.match;
  switch (side) {
    case 'target':
      return judge
        .otherKinds(scenario)
        .filter((kind) => admitsPair(prepared, kind))
        .map((kind) => toTarget(kind, scenario));
    case 'ticket':
      return [otherTicket(scenario, judge)];
    case 'time':
      return atTurns(scenario.at, (at) => matchesTime(prepared.rule.match, at));
    case 'roles':
    case 'groups':
      return firstOf(callers?.[side] ?? [], judge).map((value) => withValue(side, value, scenario));
    case 'agent':
      return callers?.agent_ids === undefined
        ? [asAgent(null, scenario, 'any caller')]
        : firstOf(callers.agent_ids, judge).map((agent) => asAgent(agent, scenario));
    case 'delegation':
      return chainsFor(prepared.rule, scenario).filter((variant) =>
        admitsChain(prepared.rule, variant.apply(scenario).caller),
      );
  }
}

/** Of long lists the first values are tried. */
function firstOf(values: readonly string[], judge: ScenarioJudge): readonly string[] {
  if (values.length > MOST_VALUES) judge.sawAll = false;
  return values.slice(0, MOST_VALUES);
}

/** The ways to get out of a rule on one side; none where it asks nothing of that side. */
export function avoid(
  side: Side,
  prepared: PreparedRule,
  scenario: Scenario,
  judge: ScenarioJudge,
): readonly Variant[] {
  const { callers, require_ticket, risk_classes, targets, time_windows } = prepared.rule.match;
  switch (side) {
    case 'target':
      if (targets === undefined && risk_classes === undefined) return [];
      return otherTargets(prepared, scenario, judge);
    case 'ticket':
      return require_ticket === undefined ? [] : [otherTicket(scenario, judge)];
    case 'time':
      if (time_windows === undefined) return [];
      return atTurns(scenario.at, (at) => !matchesTime(prepared.rule.match, at));
    case 'roles':
    case 'groups':
      return callers?.[side] === undefined ? [] : withoutValues(side, callers[side], scenario);
    case 'agent':
      if (callers === undefined || scenario.caller === undefined) return [];
      return callers.agent_ids === undefined
        ? [withoutCaller(scenario.caller)]
        : [asAgent(null, scenario, 'an agent that no rule names'), withoutCaller(scenario.caller)];
    case 'delegation':
      return chainsFor(prepared.rule, scenario).filter(
        (variant) => !admitsChain(prepared.rule, variant.apply(scenario).caller),
      );
  }
}

function otherTargets(prepared: PreparedRule, scenario: Scenario, judge: ScenarioJudge): readonly Variant[] {
  const kinds = judge.otherKinds(scenario).filter((kind) => !admitsPair(prepared, kind));
  return kinds.map((kind) => toTarget(kind, scenario));
}

function withoutCaller({ agent_id }: Caller): Variant {
  const edit: Edit = { field: 'caller', change: 'remove', from: agent_id, to: null };
  return { edits: [edit], apply: (scenario) => ({ ...scenario, caller: undefined }) };
}

/** A selector that asks for a caller, and for nothing about it. */
function isAboutAnyone({
  agent_ids,
  delegated_from,
  groups,
  require_delegation,
  roles,
}: NonNullable<PolicyRule['match']['callers']>): boolean {
  return [agent_ids, delegated_from, groups, roles].every((list) => list === undefined) && require_delegation !== true;
}

function admitsChain({ match: { callers } }: PolicyRule, caller: Caller | undefined): boolean {
  if (callers === undefined) return true;
  const chain = caller?.delegation_chain ?? [];
  const { delegated_from, max_delegation_depth = chain.length, require_delegation = chain.length > 0 } = callers;
  return (
    overlaps(delegated_from, chain) && chain.length <= max_delegation_depth && require_delegation === chain.length > 0
  );
}

function otherTicket({ hasTicket }: Scenario, { ticketPattern }: ScenarioJudge): Variant {
  const expected = ticketPattern === undefined ? {} : { expected: `matching ${ticketPattern}` };
  const edit: Edit = hasTicket
    ? { field: 'ticket_id', change: 'remove', from: true, to: null }
    : { field: 'ticket_id', change: 'set', from: null, to: true, ...expected };
  return { edits: [edit], apply: (scenario) => ({ ...scenario, hasTicket: !hasTicket }) };
}

function withValue(key: 'roles' | 'groups', value: string, { caller }: Scenario): Variant {
  const edit: Edit = { field: `caller.${key}`, change: 'add', from: caller?.[key] ?? [], to: value };
  return onCaller([edit], (own) => ({ [key]: [...own[key], value] }));
}

function withoutValues(key: 'roles' | 'groups', values: readonly string[], { caller }: Scenario): readonly Variant[] {
  const held = [...new Set(caller?.[key])].filter((value) => values.includes(value));
  if (held.length === 0) return [];
  const edits = held.map((value): Edit => ({ field: `caller.${key}`, change: 'remove', from: value, to: null }));
  return [onCaller(edits, (own) => ({ [key]: own[key].filter((value) => !held.includes(value)) }))];
}

function asAgent(agent: string | null, { caller }: Scenario, expected?: string): Variant {
  const from = caller?.agent_id ?? null;
  const edit: Edit = {
    field: 'caller.agent_id',
    change: 'set',
    from,
    to: agent,
    ...(expected === undefined ? {} : { expected }),
  };
  return onCaller([edit], () => ({ agent_id: agent ?? NOBODY }));
}

/** Chains that differ in what a rule asks of them: shorter, longer, or with one who is named. */
function chainsFor({ match: { callers } }: PolicyRule, { caller }: Scenario): readonly Variant[] {
  if (callers === undefined) return [];
  const from = caller?.delegation_chain ?? [];
  const set = (chain: readonly string[], expected?: string) =>
    onCaller(
      [
        {
          field: 'caller.delegation_chain',
          change: 'set',
          from,
          to: chain,
          ...(expected === undefined ? {} : { expected }),
        },
      ],
      () => ({ delegation_chain: chain }),
    );
  const { delegated_from, max_delegation_depth: most, require_delegation } = callers;
  const variants = (delegated_from ?? []).slice(0, MOST_VALUES).map((agent) => set([agent]));
  if (from.length > 0) {
    variants.unshift(set([]));
    if (delegated_from !== undefined) variants.push(set([NOBODY], 'delegated by another agent'));
  } else if (require_delegation !== undefined || delegated_from !== undefined) {
    variants.push(set([NOBODY], 'delegated by another agent'));
  }
  if (most === undefined) return variants;
  if (most > 0 && most < from.length) variants.push(set(from.slice(-most), `with at most ${most} delegations`));
  if (most >= from.length && most < DEEPEST) {
    const longer = [...from, ...Array<string>(most + 1 - from.length).fill(NOBODY)];
    variants.push(set(longer, `with more than ${most} delegations`));
  }
  return variants;
}

function onCaller(edits: readonly Edit[], change: (caller: Caller) => Partial<Caller>): Variant {
  return {
    edits,
    apply: (scenario) => {
      const caller = scenario.caller ?? verifiedCaller(NOBODY);
      return { ...scenario, caller: { ...caller, ...change(caller) } };
    },
  };
}

/** Outside of strict mode a request need not name a target. */
export function toTarget({ id, target }: Kind, scenario: Scenario): Variant {
  const from = scenario.target ?? null;
  const edit: Edit =
    target === undefined
      ? { field: 'target', change: 'remove', from, to: null }
      : { field: 'target', change: 'set', from, to: id };
  return { edits: [edit], apply: (other) => ({ ...other, target: target === undefined ? undefined : id }) };
}

const QUARTER = 900_000;
const DAYS = 9;

/** How many times are tried for one rule. */
const MOST_TIMES = 20;

/** The times within nine days at which something begins to hold. All clocks turn at quarters of an hour. */
function atTurns(now: number, holds: (at: number) => boolean): readonly Variant[] {
  const first = (Math.floor(now / QUARTER) + 1) * QUARTER;
  const from = new Date(now).toISOString();
  const variants: Variant[] = [];
  let held = holds(now);
  for (let step = 0; step < DAYS * 96 && variants.length < MOST_TIMES; step++) {
    const at = first + step * QUARTER;
    const isNow = holds(at);
    if (isNow && !held) {
      const edit: Edit = { field: 'at', change: 'set', from, to: new Date(at).toISOString() };
      variants.push({ edits: [edit], apply: (scenario) => ({ ...scenario, at }) });
    }
    held = isNow;
  }
  return variants;
}
