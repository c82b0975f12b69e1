import {
  type CallerSelector,
  DECISION_RESULTS,
  type ParameterTests,
  type PolicyMatch,
  type PolicyRule,
  RISK_CLASSES,
} from '@agent-safe/core';
import { mutateGuardrailAndApprovals } from './approval-mutations.ts';
import { type Changed, dropEach, lists, put, without } from './change-lists.ts';
import { mutateParams } from './mutate-params.ts';
import { mutateTargets } from './mutate-targets.ts';
import { mutatePeriod, mutateWindows } from './time-mutations.ts';

/** A rule with one change. */
export interface Mutation {
  /** Description of the change: `targets.environments without "prod"`. */
  readonly what: string;
  readonly rule: PolicyRule;
}

/** Returns every change of a rule's conditions, decision, rank and approvals. */
export function mutationsOf(rule: PolicyRule): readonly Mutation[] {
  const decisions = DECISION_RESULTS.filter((decision) => decision !== rule.decision).map((decision) => ({
    what: `decision: ${decision}`,
    rule: { ...without(rule, 'approvals'), decision },
  }));
  const conditions = mutateMatch(rule.match).map(({ value, what }) => ({ what, rule: { ...rule, match: value } }));
  return [
    ...decisions,
    ...mutateGuardrailAndApprovals(rule).map(({ value, what }) => ({ what, rule: value })),
    ...conditions,
  ];
}

/** Returns every change of the conditions of a rule. */
function mutateMatch(match: PolicyMatch): readonly Changed<PolicyMatch>[] {
  const { not, ...own } = match;
  const { require_ticket, reversible } = match;
  const excluded = not === undefined ? [] : mutateMatch(not).filter(({ value }) => Object.keys(value).length > 0);
  return [
    ...(Object.keys(match) as (keyof PolicyMatch)[]).map((key) => ({
      what: `without ${key}`,
      value: without(match, key),
    })),
    ...put(lists('actions', match.actions, []), (value) => ({ ...match, actions: value })),
    ...put(lists('tags', match.tags, []), (value) => ({ ...match, tags: value })),
    ...put(lists('risk_classes', match.risk_classes, RISK_CLASSES), (value) => ({ ...match, risk_classes: value })),
    ...put(mutateTargets(match.targets), (value) => ({ ...match, targets: value })),
    ...put(mutateCallers(match.callers), (value) => ({ ...match, callers: value })),
    ...put(mutateParams(match.params), (value) => withParams(match, value)),
    ...put(mutateWindows(match.time_windows), (value) => ({ ...match, time_windows: value })),
    ...put(mutatePeriod(match.valid), (value) => ({ ...match, valid: value })),
    ...(require_ticket === undefined
      ? []
      : [{ what: `require_ticket: ${!require_ticket}`, value: { ...match, require_ticket: !require_ticket } }]),
    ...(reversible === undefined
      ? []
      : [{ what: `reversible: ${!reversible}`, value: { ...match, reversible: !reversible } }]),
    ...(not === undefined ? [] : [{ what: 'not without negation', value: mergeMatch(own, not) }]),
    ...excluded.map(({ value, what }) => ({
      what: what.replace(/^(without )?/, '$1not.'),
      value: { ...match, not: value },
    })),
  ];
}

/** Requires the conditions of `not` in place of excluding them, where the rule has none of the same kind. */
function mergeMatch(own: PolicyMatch, not: PolicyMatch): PolicyMatch {
  return {
    ...not,
    ...own,
    ...(own.targets === undefined && not.targets === undefined ? {} : { targets: { ...not.targets, ...own.targets } }),
    ...(own.callers === undefined && not.callers === undefined ? {} : { callers: { ...not.callers, ...own.callers } }),
    ...(own.params === undefined && not.params === undefined ? {} : { params: { ...not.params, ...own.params } }),
  };
}

/** Returns a match with other tests of parameters. */
function withParams(match: PolicyMatch, params: ParameterTests): PolicyMatch {
  return Object.keys(params).length === 0 ? without(match, 'params') : { ...match, params };
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
