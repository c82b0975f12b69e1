import { type Diagnostic, needsTarget, type PolicyRule, quote } from '@agent-safe/core';
import { matchesTarget, type PreparedRule } from '@agent-safe/pdp/analysis';
import type { Located } from '@agent-safe/registry';
import { type LintedProject, warn } from './linted-project.ts';

/** Returns the warning about a rule whose target selector no request of the project satisfies; undefined if a request may. */
export function lintRuleTargets(
  rule: PreparedRule,
  entry: Located<PolicyRule>,
  project: LintedProject,
): Diagnostic | undefined {
  return lintWithoutTarget(rule, entry, project) ?? lintTargets(entry, project);
}

/** Warns about a target selector of a rule for actions without a target. */
function lintWithoutTarget(
  { matchesAction, rule }: PreparedRule,
  entry: Located<PolicyRule>,
  { actions }: LintedProject,
): Diagnostic | undefined {
  if (rule.match.targets === undefined) return undefined;
  const matching = actions.filter(({ document }) => matchesAction(document.name));
  if (matching.length === 0 || matching.some(({ document }) => needsTarget(document))) return undefined;
  const message = `The rule ${quote(rule.name)} can never decide: it selects targets, and its actions have none.`;
  const fix = 'Remove "targets" from the rule.';
  return warn(entry, ['match', 'targets'], { code: 'targets_unmatched', message, fix });
}

/** Warns about a target selector that no target satisfies. */
function lintTargets(entry: Located<PolicyRule>, { targets }: LintedProject): Diagnostic | undefined {
  const { match, name } = entry.document;
  if (match.targets === undefined) return undefined;
  if (targets?.some(({ document }) => matchesTarget(match.targets, document))) return undefined;
  const where = targets === undefined ? 'the project has no inventory' : 'no target of the inventory matches';
  return warn(entry, ['match', 'targets'], {
    code: 'targets_unmatched',
    message: `The rule ${quote(name)} can never decide: ${where} ${JSON.stringify(match.targets)}.`,
    fix: 'Correct the selector, or add the target to the inventory.',
  });
}
