import {
  type Action,
  compileGlob,
  type Diagnostic,
  type PolicyRule,
  quote,
  suggest,
  type Target,
} from '@agent-safe/core';
import type { ProofOptions } from '@agent-safe/pdp';
import type { Located } from '@agent-safe/registry';
import { lintReach } from './lint-reach.ts';
import { type LintedProject, warn } from './linted-project.ts';

/**
 * Finds what is valid and probably not meant: rules that can never decide, rules of equal priority that disagree, selectors
 * that select nothing, rules that allow whoever asks, actions that nothing decides about. All are warnings.
 *
 * @param proof whether there are keys that verify callers, and which names may be delegated: rules can then decide about
 *   other callers than they do without
 */
export function lint(project: LintedProject, strict: boolean, proof: ProofOptions = {}): readonly Diagnostic[] {
  const diagnostics = [
    ...project.rules.flatMap((rule) => lintRule(rule, project)),
    ...lintReach(project, strict, proof),
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
        message: `The rule ${quote(name)} allows whoever asks: it has no callers.`,
        fix: 'Add callers with the agent_ids, roles or groups that it is meant for.',
      }),
    );
  }
  return [...diagnostics, ...lintActions(entry, actions), ...lintTypes(entry, actions, targets ?? [])];
}

function lintActions(entry: Located<PolicyRule>, actions: readonly Located<Action>[]): readonly Diagnostic[] {
  const names = actions.map(({ document }) => document.name);
  return (entry.document.match.actions ?? []).flatMap((glob, index) => {
    if (names.some(compileGlob(glob))) return [];
    return warn(entry, ['match', 'actions', index], {
      code: 'action_unmatched',
      message: `The rule ${quote(entry.document.name)} names ${quote(glob)}, and no registered action is called so.`,
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
    if (types.has(type)) return [];
    return warn(entry, ['match', 'targets', 'types', index], {
      code: 'type_unmatched',
      message: `The rule ${quote(entry.document.name)} names the type ${quote(type)}, which no target and no action has.`,
      fix: suggest(type, types, `The types are ${[...types].sort().join(', ')}.`),
    });
  });
}
