import {
  type CallerSelector,
  DECISION_RESULTS,
  ENVIRONMENTS,
  type PolicyMatch,
  type PolicyRule,
  RISK_CLASSES,
  SENSITIVITIES,
  type TargetSelector,
} from '@agent-safe/core';
import { mutateGuardrailAndApprovals } from './approval-mutations.ts';
import { type Changed, dropEach, lists, put, without } from './change-lists.ts';
import { mutatePeriod, mutateWindows } from './time-mutations.ts';

/** A rule with one change. */
export interface Mutation {
  /** Description of the change: `targets.environments without "prod"`. */
  readonly what: string;
  readonly rule: PolicyRule;
}

/** Returns every change of a rule's conditions, decision, rank and approvals. */
export function mutationsOf(rule: PolicyRule): readonly Mutation[] {
  const { match } = rule;
  const change = (what: string, changed: Partial<PolicyMatch> | readonly [without: keyof PolicyMatch]): Mutation => ({
    what,
    rule: { ...rule, match: 'length' in changed ? without(match, changed[0]) : { ...match, ...changed } },
  });
  const decisions = DECISION_RESULTS.filter((decision) => decision !== rule.decision).map((decision) => ({
    what: `decision: ${decision}`,
    rule: { ...without(rule, 'approvals'), decision },
  }));
  const conditions = (Object.keys(match) as (keyof PolicyMatch)[]).map((key) => change(`without ${key}`, [key]));
  return [
    ...decisions,
    ...mutateGuardrailAndApprovals(rule).map(({ value, what }) => ({ what, rule: value })),
    ...conditions,
    ...lists('actions', match.actions, []).map(({ value, what }) => change(what, { actions: value })),
    ...lists('risk_classes', match.risk_classes, RISK_CLASSES).map(({ value, what }) =>
      change(what, { risk_classes: value }),
    ),
    ...mutateTargets(match.targets).map(({ value, what }) => change(what, { targets: value })),
    ...mutateCallers(match.callers).map(({ value, what }) => change(what, { callers: value })),
    ...mutateWindows(match.time_windows).map(({ value, what }) => change(what, { time_windows: value })),
    ...mutatePeriod(match.valid).map(({ value, what }) => change(what, { valid: value })),
    ...(match.require_ticket === undefined
      ? []
      : [change(`require_ticket: ${!match.require_ticket}`, { require_ticket: !match.require_ticket })]),
  ];
}

function mutateTargets(selector: TargetSelector | undefined): readonly Changed<TargetSelector>[] {
  if (selector === undefined) return [];
  const { environments, labels, sensitivities, types } = selector;
  return [
    ...dropEach('targets', selector),
    ...put(lists('targets.environments', environments, ENVIRONMENTS), (value) => ({
      ...selector,
      environments: value,
    })),
    ...put(lists('targets.sensitivities', sensitivities, SENSITIVITIES), (value) => ({
      ...selector,
      sensitivities: value,
    })),
    ...put(lists('targets.types', types, []), (value) => ({ ...selector, types: value })),
    ...Object.keys(labels ?? {}).map((label) => ({
      what: `without targets.labels.${label}`,
      value: { ...selector, labels: without(labels ?? {}, label) },
    })),
  ];
}

function mutateCallers(selector: CallerSelector | undefined): readonly Changed<CallerSelector>[] {
  if (selector === undefined) return [];
  const { max_delegation_depth: depth, require_delegation: delegated } = selector;
  const named = (['agent_ids', 'roles', 'groups', 'delegated_from'] as const).flatMap((key) =>
    put(lists(`callers.${key}`, selector[key], []), (value) => ({ ...selector, [key]: value })),
  );
  const depths = depth === undefined ? [] : [depth - 1, depth + 1].filter((other) => other >= 0);
  return [
    ...dropEach('callers', selector),
    ...named,
    ...depths.map((other) => ({
      what: `callers.max_delegation_depth: ${other}`,
      value: { ...selector, max_delegation_depth: other },
    })),
    ...(delegated === undefined
      ? []
      : [
          {
            what: `callers.require_delegation: ${!delegated}`,
            value: { ...selector, require_delegation: !delegated },
          },
        ]),
  ];
}
