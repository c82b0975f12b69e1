import type { PolicyMatch } from '@agent-safe/core';
import { holdsIn, type View } from '../../match/caller-views.ts';
import { coversTarget } from '../../match/delegation-scope.ts';
import { evaluatePair, type PreparedRule } from '../../match/match.ts';
import { matchesTime, timeConditionOf } from '../../match/time-condition.ts';
import { avoidCaller, holdsOnCaller, type JointVariant, leaveDelegation, satisfyCaller } from './caller-sides.ts';
import type { Edit } from './edits.ts';
import { avoidParams, holdsOnParams, satisfyParams } from './param-sides.ts';
import type { Kind, Scenario, ScenarioEvaluator } from './scenario.ts';
import { isCallerSide, type Side, type Variant } from './sides.ts';

/** Whether the conditions of a rule on one side hold, those on the caller in a view. */
export function holdsOn(
  side: Side,
  view: View,
  prepared: PreparedRule,
  scenario: Scenario,
  kind: Kind | undefined,
  evaluator: ScenarioEvaluator,
): boolean {
  const { at, caller, hasChangeTicket } = scenario;
  const { names } = evaluator;
  const { require_ticket } = prepared.rule.match;
  if (isCallerSide(side)) return holdsOnCaller(side, view, prepared.rule, caller, names);
  switch (side) {
    case 'target':
      return kind !== undefined && admitsPair(view, prepared, kind, scenario, evaluator);
    case 'ticket':
      return require_ticket === undefined || require_ticket === hasChangeTicket;
    case 'time':
      return matchesTime(prepared.rule.match, at);
    case 'params':
      return holdsOnParams(view, prepared, scenario, evaluator);
  }
}

/** Returns the variants that satisfy the conditions of a rule on one side. */
export function satisfy(
  side: Side,
  view: View,
  prepared: PreparedRule,
  scenario: Scenario,
  evaluator: ScenarioEvaluator,
): readonly Variant[] {
  if (isCallerSide(side)) return satisfyCaller(side, view, prepared.rule, scenario, evaluator);
  switch (side) {
    case 'target':
      return evaluator
        .otherKinds(scenario)
        .filter((kind) => admitsPair(view, prepared, kind, scenario, evaluator))
        .map((kind) => toTarget(kind, scenario));
    case 'ticket':
      return [otherChangeTicket(scenario, evaluator)];
    case 'time':
      return atTurns(scenario.at, prepared.rule.match, (at) => matchesTime(prepared.rule.match, at));
    case 'params':
      return satisfyParams(view, prepared, scenario, evaluator);
  }
}

/** Returns the variants that stop a matching rule from matching, by one side. */
export function avoid(
  side: Side,
  view: View,
  prepared: PreparedRule,
  scenario: Scenario,
  evaluator: ScenarioEvaluator,
): readonly Variant[] {
  if (isCallerSide(side)) return avoidCaller(side, view, prepared.rule, scenario, evaluator);
  const { require_ticket, risk_classes, targets, time_windows, valid } = prepared.rule.match;
  switch (side) {
    case 'target':
      if (targets === undefined && risk_classes === undefined) return [];
      return otherTargets(view, prepared, scenario, evaluator);
    case 'ticket':
      return require_ticket === undefined ? [] : [otherChangeTicket(scenario, evaluator)];
    case 'time':
      if (time_windows === undefined && valid === undefined) return [];
      return atTurns(scenario.at, prepared.rule.match, (at) => !matchesTime(prepared.rule.match, at));
    case 'params':
      return avoidParams(view, prepared, scenario, evaluator);
  }
}

/** Returns the variants for a delegation that does not cover the request: a covered target, or another delegation. */
export function leaveScope(scenario: Scenario, evaluator: ScenarioEvaluator): readonly JointVariant[] {
  const { caller, target } = scenario;
  const others =
    caller === undefined || coversTarget(caller, target)
      ? []
      : evaluator.otherKinds(scenario).filter((kind) => coversTarget(caller, kind.target?.id));
  return [
    ...others.map((kind): JointVariant => ({ sides: ['target'], variant: toTarget(kind, scenario) })),
    ...leaveDelegation(scenario, evaluator),
  ];
}

function otherTargets(
  view: View,
  prepared: PreparedRule,
  scenario: Scenario,
  evaluator: ScenarioEvaluator,
): readonly Variant[] {
  const kinds = evaluator.otherKinds(scenario).filter((kind) => !admitsPair(view, prepared, kind, scenario, evaluator));
  return kinds.map((kind) => toTarget(kind, scenario));
}

/** Whether the conditions of a rule on action, target and risk hold, in a view. */
function admitsPair(
  view: View,
  prepared: PreparedRule,
  kind: Kind,
  { caller }: Scenario,
  { definition, names }: ScenarioEvaluator,
): boolean {
  return holdsIn(view, evaluatePair(prepared, { ...kind, definition, caller, verifiedChain: names.count(caller) }));
}

function otherChangeTicket({ hasChangeTicket }: Scenario, { ticketPattern }: ScenarioEvaluator): Variant {
  const expected = ticketPattern === undefined ? {} : { expected: `matching ${ticketPattern}` };
  const edit: Edit = hasChangeTicket
    ? { field: 'ticket_id', change: 'remove', from: true, to: null }
    : { field: 'ticket_id', change: 'set', from: null, to: true, ...expected };
  return { edits: [edit], apply: (scenario) => ({ ...scenario, hasChangeTicket: !hasChangeTicket }) };
}

/** Returns a variant with another target. Outside strict mode it may have none. */
export function toTarget({ id, target }: Kind, scenario: Scenario): Variant {
  const from = scenario.target ?? null;
  const edit: Edit =
    target === undefined
      ? { field: 'target', change: 'remove', from, to: null }
      : { field: 'target', change: 'set', from, to: id };
  return { edits: [edit], apply: (other) => ({ ...other, target: target === undefined ? undefined : id }) };
}

const MINUTE = 60_000;
const QUARTER = 15 * MINUTE;
const DAYS = 9;
/** Most times to try for one rule. */
const MOST_TIMES = 20;

/** Returns the times within nine days, and the ends of a period, at which a condition begins to hold. */
function atTurns(now: number, match: PolicyMatch, holds: (at: number) => boolean): readonly Variant[] {
  const from = new Date(now).toISOString();
  const variants: Variant[] = [];
  let held = holds(now);
  for (const at of turnsAfter(now, match)) {
    if (variants.length >= MOST_TIMES) break;
    const isNow = holds(at);
    if (isNow && !held) {
      const edit: Edit = { field: 'at', change: 'set', from, to: new Date(at).toISOString() };
      variants.push({ edits: [edit], apply: (scenario) => ({ ...scenario, at }) });
    }
    held = isNow;
  }
  return variants;
}

/**
 * Returns all times within nine days, and after the beginning of a later period, at which the conditions of a match can change. Clocks
 * change at quarters of an hour, so a window begins and ends so many minutes after a quarter as its local time does.
 */
function turnsAfter(now: number, match: PolicyMatch): readonly number[] {
  const { from, until, windows = [] } = timeConditionOf(match);
  const offsets = new Set([0, ...windows.flatMap(({ end, start }) => [start % 15, end % 15])]);
  const turns = new Set([from, until].filter((end) => end > now && Number.isFinite(end)));
  for (const begin of [now, ...turns]) {
    const first = Math.floor(begin / QUARTER) * QUARTER;
    for (let step = 0; step <= DAYS * 96; step++) {
      for (const offset of offsets) turns.add(first + step * QUARTER + offset * MINUTE);
    }
  }
  return [...turns].filter((at) => at > now).sort((left, right) => left - right);
}
