import { type Action, type Diagnostic, formatPlace, type PolicyRule, quote, type Target } from '@agent-safe/core';
import type { Located } from '@agent-safe/registry';

/** The documents of a project, each with its place. */
export interface LintedProject {
  readonly actions: readonly Located<Action>[];
  readonly rules: readonly Located<PolicyRule>[];
  readonly targets: readonly Located<Target>[] | undefined;
}

/** The warning about a place in a rule. */
export function warn(
  entry: Located<unknown>,
  path: readonly (string | number)[],
  warning: { readonly code: string; readonly message: string; readonly fix: string },
): Diagnostic {
  return { severity: 'warning', ...warning, ...entry.place(path) };
}

/** Where a rule stands, for a message about another one. */
export function describeRule(entry: Located<PolicyRule>): string {
  return `${quote(entry.document.name)} (${formatPlace(entry.place(['name']))})`;
}
