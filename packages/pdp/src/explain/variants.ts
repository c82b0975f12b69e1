import type { Caller, CallerSelector, TimeWindow } from '@agent-safe/core';
import { isInWindow } from '../time-window.ts';
import type { Edit } from './edits.ts';
import type { PolicyView, Scenario, ScenarioJudge } from './scenario.ts';

/** One way in which one side of a request may be other than it is. */
export interface Variant {
  readonly edit: Edit;
  apply(scenario: Scenario): Scenario;
}

/** Every variant of each side of a request, the likeliest first. */
export interface Variants {
  /** By side, in the order in which people would try them. */
  readonly sides: readonly (readonly Variant[])[];
  /** Whether nothing was left out. */
  readonly complete: boolean;
}

/** How many values of one kind are tried. */
const MOST_VALUES = 200;
const MOST_TARGETS = 1_000;
const MOST_WINDOWS = 20;
/** No name that a caller can have. */
const NOBODY = '';

/** All values that rules ask about decide everything that can be decided: any other value is like one that no rule names. */
export function findVariants(view: PolicyView, scenario: Scenario, judge: ScenarioJudge): Variants {
  const callers = view.rules.flatMap(({ rule }) => rule.match.callers ?? []);
  const named = (pick: (selector: CallerSelector) => readonly string[] | undefined) => [
    ...new Set(callers.flatMap((selector) => pick(selector) ?? [])),
  ];
  const roles = named((selector) => selector.roles);
  const groups = named((selector) => selector.groups);
  const agents = named((selector) => selector.agent_ids);
  const delegators = named((selector) => selector.delegated_from);
  const windows = distinctWindows(view);
  const asksForTicket = view.rules.some(({ rule }) => rule.match.require_ticket !== undefined);
  const complete =
    [roles, groups, agents, delegators].every(({ length }) => length <= MOST_VALUES) &&
    windows.length <= MOST_WINDOWS &&
    (view.targets?.size ?? 0) <= MOST_TARGETS;
  return {
    complete,
    sides: [
      asksForTicket ? [ticketVariant(scenario)] : [],
      timeVariants(windows.slice(0, MOST_WINDOWS), scenario.at),
      listVariants('roles', roles, scenario.caller),
      listVariants('groups', groups, scenario.caller),
      agentVariants(agents, scenario.caller),
      delegationVariants(delegators, callers, scenario.caller),
      targetVariants(view, scenario, judge),
    ],
  };
}

function ticketVariant({ hasTicket }: Scenario): Variant {
  const edit: Edit = hasTicket
    ? { field: 'ticket_id', change: 'remove', from: true, to: null }
    : { field: 'ticket_id', change: 'set', from: null, to: true };
  return { edit, apply: (scenario) => ({ ...scenario, hasTicket: !hasTicket }) };
}

function listVariants(
  key: 'roles' | 'groups',
  named: readonly string[],
  caller: Caller | undefined,
): readonly Variant[] {
  const held = caller?.[key] ?? [];
  const field = `caller.${key}`;
  const adds = named
    .filter((value) => !held.includes(value))
    .slice(0, MOST_VALUES)
    .map((value) =>
      onCaller({ field, change: 'add', from: held, to: value }, (own) => ({ [key]: [...own[key], value] })),
    );
  const removes = held
    .filter((value) => named.includes(value))
    .map((value) =>
      onCaller({ field, change: 'remove', from: value, to: null }, (own) => ({
        [key]: own[key].filter((other) => other !== value),
      })),
    );
  return [...adds, ...removes];
}

function agentVariants(named: readonly string[], caller: Caller | undefined): readonly Variant[] {
  const from = caller?.agent_id ?? null;
  const field = 'caller.agent_id';
  const others = named
    .filter((agent) => agent !== from)
    .slice(0, MOST_VALUES)
    .map((agent) => onCaller({ field, change: 'set', from, to: agent }, () => ({ agent_id: agent })));
  if (caller !== undefined && !named.includes(caller.agent_id)) return others;
  const expected = caller === undefined ? 'any caller' : 'an agent that no rule names';
  return [...others, onCaller({ field, change: 'set', from, to: null, expected }, () => ({ agent_id: NOBODY }))];
}

function delegationVariants(
  named: readonly string[],
  selectors: readonly CallerSelector[],
  caller: Caller | undefined,
): readonly Variant[] {
  const from = caller?.delegation_chain ?? [];
  const set = (chain: readonly string[], expected?: string) =>
    onCaller(
      {
        field: 'caller.delegation_chain',
        change: 'set',
        from,
        to: chain,
        ...(expected === undefined ? {} : { expected }),
      },
      () => ({ delegation_chain: chain }),
    );
  const variants = named
    .filter((agent) => !from.includes(agent))
    .slice(0, MOST_VALUES)
    .map((agent) => set([agent]));
  if (from.length > 0) variants.unshift(set([]));
  else if (selectors.some((selector) => selector.require_delegation === true))
    variants.push(set([NOBODY], 'delegated by another agent'));
  const depths = new Set(selectors.flatMap((selector) => selector.max_delegation_depth ?? []));
  for (const depth of [...depths].sort((left, right) => right - left)) {
    if (depth > 0 && depth < from.length) variants.push(set(from.slice(-depth), `with at most ${depth} delegations`));
    if (depth >= from.length && depth < 64) {
      variants.push(
        set([...from, ...Array<string>(depth + 1 - from.length).fill(NOBODY)], `with more than ${depth} delegations`),
      );
    }
  }
  return variants;
}

function onCaller(edit: Edit, change: (caller: Caller) => Partial<Caller>): Variant {
  return {
    edit,
    apply: (scenario) => {
      const caller = scenario.caller ?? {
        agent_id: NOBODY,
        verified: true,
        roles: [],
        groups: [],
        delegation_chain: [],
      };
      return { ...scenario, caller: { ...caller, ...change(caller) } };
    },
  };
}

/** One target for each kind that rules tell apart: the one that needs the fewest changes of the parameters. */
function targetVariants(view: PolicyView, scenario: Scenario, judge: ScenarioJudge): readonly Variant[] {
  const best = new Map<string, { readonly id: string; readonly cost: number }>();
  for (const target of [...(view.targets?.values() ?? [])].slice(0, MOST_TARGETS)) {
    if (target.id === scenario.target) continue;
    const pair = view.pair(scenario.action, target.id);
    if ('code' in pair || pair.refusal !== undefined) continue;
    const repairs = judge.repairs(scenario.action.action, pair, target.id);
    const cost = repairs.reduce((sum, { expected }) => sum + (expected === undefined ? 1 : 1.5), 0);
    const kind = view.index.describe(target);
    if (cost < (best.get(kind)?.cost ?? Number.POSITIVE_INFINITY)) best.set(kind, { id: target.id, cost });
  }
  const ids = [...best.values()].sort((left, right) => left.cost - right.cost).map(({ id }) => id);
  return ids.map((id) => ({
    edit: { field: 'target', change: 'set', from: scenario.target ?? null, to: id },
    apply: (given) => ({ ...given, target: id }),
  }));
}

function distinctWindows(view: PolicyView): readonly TimeWindow[] {
  const windows = view.rules.flatMap(({ rule }) => rule.match.time_windows ?? []);
  return [...new Map(windows.map((window) => [JSON.stringify(window), window])).values()];
}

const QUARTER = 900_000;
const HOUR = 4 * QUARTER;

/** The next time at which each window opens or closes, and the one after that; the soonest first. */
function timeVariants(windows: readonly TimeWindow[], now: number): readonly Variant[] {
  const times = new Set(windows.flatMap((window) => nextTurns(window, now)));
  return [...times]
    .sort((left, right) => left - right)
    .map((at) => ({
      edit: { field: 'at', change: 'set', from: new Date(now).toISOString(), to: new Date(at).toISOString() },
      apply: (scenario) => ({ ...scenario, at }),
    }));
}

function nextTurns(window: TimeWindow, now: number): readonly number[] {
  const turns: number[] = [];
  let isOpen = isInWindow(window, now);
  // Clocks differ by quarters of an hour: the first hour is gone through by those, and then hour by hour from each turn.
  let step = QUARTER;
  for (let at = (Math.floor(now / QUARTER) + 1) * QUARTER; at < now + 9 * 24 * HOUR && turns.length < 2; at += step) {
    if (isInWindow(window, at) === isOpen) continue;
    turns.push(at);
    isOpen = !isOpen;
    step = HOUR;
  }
  return turns;
}
