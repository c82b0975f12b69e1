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
import { lintDates } from './lint-dates.ts';
import { lintOverlaps } from './lint-overlaps.ts';
import { lintReach } from './lint-reach.ts';
import { type CallerSettings, lintSelectors } from './lint-selectors.ts';
import { lintTargetGlobs } from './lint-target-globs.ts';
import { type LintedProject, warn } from './linted-project.ts';

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

function lintRule(entry: Located<PolicyRule>, { actions, targets }: LintedProject): readonly Diagnostic[] {
  const { decision, match, name } = entry.document;
  const diagnostics: Diagnostic[] = [];
  if (decision === 'allow' && match.callers === undefined) {
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
  ];
}

/**
 * Warns about conditions of allow and approval rules that a caller meets by delegating to itself. They are exempt from the rule that less
 * proof never gives more.
 */
function lintExempt(entry: Located<PolicyRule>): readonly Diagnostic[] {
  const { decision, match, name } = entry.document;
  if (decision === 'deny') return [];
  const { delegated_from, require_delegation } = match.callers ?? {};
  const exempt = [
    ...(delegated_from === undefined ? [] : ['delegated_from']),
    ...(require_delegation === true ? ['require_delegation'] : []),
  ];
  return exempt.map((key) =>
    warn(entry, ['match', 'callers', key], {
      code: 'delegation_gives_more',
      message: `The rule ${quote(name)} (${decision}) has the condition ${key}: an agent can meet it by delegating to itself.`,
      fix: 'Use roles or groups, or make sure that the rule may apply to every agent that could delegate so.',
    }),
  );
}

function lintActions(entry: Located<PolicyRule>, actions: readonly Located<Action>[]): readonly Diagnostic[] {
  const names = actions.map(({ document }) => document.name);
  return (entry.document.match.actions ?? []).flatMap((glob, index) => {
    if (names.some(compileGlob(glob))) return [];
    return warn(entry, ['match', 'actions', index], {
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
  return (entry.document.match.targets?.types ?? []).flatMap((type, index) => {
    if ([...types].some((known) => matchesEntry(type, known))) return [];
    return warn(entry, ['match', 'targets', 'types', index], {
      code: 'type_unmatched',
      message: `The rule ${quote(entry.document.name)} names the type ${quote(type)}, but no target or action has it.`,
      fix: suggest(type, types, `The types are ${[...types].sort().join(', ')}.`),
    });
  });
}
