import {
  type Action,
  compileGlob,
  type Diagnostic,
  type PolicyRule,
  quote,
  suggest,
  type Target,
} from '@agent-safe/core';
import { matchesEntry } from '@agent-safe/pdp/analysis';
import type { Located } from '@agent-safe/registry';
import { lintConditions } from './lint-conditions.ts';
import { lintDates } from './lint-dates.ts';
import { lintOverlaps } from './lint-overlaps.ts';
import { lintReach } from './lint-reach.ts';
import { type CallerSettings, lintSelectors } from './lint-selectors.ts';
import { lintTargetGlobs } from './lint-target-globs.ts';
import { type LintedProject, warn } from './linted-project.ts';
import { matchesOf } from './rule-matches.ts';

/**
 * Returns warnings for valid but probably unintended policies: rules that never decide, rules of equal priority that disagree, selectors
 * that match nothing, rules that have ended, guardrails that weaken a deny, rules that allow every caller, and actions that are always
 * denied.
 *
 * @param settings whether keys verify callers, and the delegation grants: they change which callers a rule matches
 */
export function lint(project: LintedProject, strict: boolean, settings: CallerSettings = {}): readonly Diagnostic[] {
  const selectors = project.rules.map((rule) => ({ rule, warnings: lintSelectors(rule, settings) }));
  const isDead = ({ code }: Diagnostic) => code !== 'pattern_live';
  const dead = selectors.flatMap(({ rule, warnings }) => (warnings.some(isDead) ? [rule.document] : []));
  const diagnostics = [
    ...selectors.flatMap(({ warnings }) => warnings),
    ...project.rules.flatMap((rule) => lintRule(rule, project)),
    ...project.rules.flatMap((rule) => lintDates(rule, settings.now ?? Date.now())),
    ...(settings.verifiesCallers === true ? project.rules.flatMap(lintExempt) : []),
    ...lintOverlaps(project),
    ...lintReach(project, strict, settings, new Set(dead)),
  ];
  return diagnostics.sort(
    (left, right) =>
      (left.file ?? '').localeCompare(right.file ?? '', 'en') ||
      (left.line ?? 0) - (right.line ?? 0) ||
      (left.column ?? 0) - (right.column ?? 0),
  );
}

function lintRule(entry: Located<PolicyRule>, project: LintedProject): readonly Diagnostic[] {
  const { actions, targets } = project;
  const { decision, match, name } = entry.document;
  const diagnostics: Diagnostic[] = [];
  // The owner of the target is a group of the caller, so the rule does not allow every caller.
  const isOwn = match.targets?.owner_in_caller_groups === true;
  if (decision === 'allow' && match.callers === undefined && !isOwn) {
    diagnostics.push(
      warn(entry, ['decision'], {
        code: 'allow_without_caller',
        message: `The rule ${quote(name)} allows every caller: it has no "callers".`,
        fix: 'Add "callers" with the intended agent_ids, roles or groups.',
      }),
    );
  }
  return [
    ...diagnostics,
    ...lintActions(entry, actions),
    ...lintTypes(entry, actions, targets ?? []),
    ...lintTargetGlobs(entry, targets ?? []),
    ...lintConditions(entry, project),
  ];
}

/**
 * Warns about conditions of allow and approval rules that a caller meets by delegating to itself. They are exempt from the rule that less
 * proof never gives more.
 */
function lintExempt(entry: Located<PolicyRule>): readonly Diagnostic[] {
  const { decision, name } = entry.document;
  return matchesOf(entry.document.match).flatMap(({ match, path }) => {
    // Within `not`, an agent escapes a rule that restricts.
    const isExempt = path.length === 1 ? decision !== 'deny' : decision !== 'allow';
    const { delegated_from, require_delegation } = match.callers ?? {};
    const keys = [
      ...(delegated_from === undefined ? [] : ['delegated_from']),
      ...(require_delegation === true ? ['require_delegation'] : []),
    ];
    return (isExempt ? keys : []).map((key) =>
      warn(entry, [...path, 'callers', key], {
        code: 'delegation_gives_more',
        message: `The rule ${quote(name)} (${decision}) has the condition ${[...path.slice(1), key].join('.')}: an agent can meet it by delegating to itself.`,
        fix: 'Use roles or groups, or make sure that the rule may apply to every agent that could delegate so.',
      }),
    );
  });
}

function lintActions(entry: Located<PolicyRule>, actions: readonly Located<Action>[]): readonly Diagnostic[] {
  const names = actions.map(({ document }) => document.name);
  const globs = matchesOf(entry.document.match).flatMap(({ match, path }) =>
    (match.actions ?? []).map((glob, index) => ({ glob, path: [...path, 'actions', index] })),
  );
  return globs.flatMap(({ glob, path }) => {
    if (names.some(compileGlob(glob))) return [];
    return warn(entry, path, {
      code: 'action_unmatched',
      message: `The rule ${quote(entry.document.name)} names ${quote(glob)}, but no registered action has this name.`,
      fix: suggest(glob, names, 'Register the action, or remove it from the rule.'),
    });
  });
}

function lintTypes(
  entry: Located<PolicyRule>,
  actions: readonly Located<Action>[],
  targets: readonly Located<Target>[],
): readonly Diagnostic[] {
  const types = new Set([
    ...targets.map(({ document }) => document.type),
    ...actions.flatMap(({ document }) => document.target_types),
  ]);
  const named = matchesOf(entry.document.match).flatMap(({ match, path }) =>
    (match.targets?.types ?? []).map((type, index) => ({ type, path: [...path, 'targets', 'types', index] })),
  );
  return named.flatMap(({ path, type }) => {
    if ([...types].some((known) => matchesEntry(type, known))) return [];
    return warn(entry, path, {
      code: 'type_unmatched',
      message: `The rule ${quote(entry.document.name)} names the type ${quote(type)}, but no target or action has it.`,
      fix: suggest(type, types, `The types are ${[...types].sort().join(', ')}.`),
    });
  });
}
