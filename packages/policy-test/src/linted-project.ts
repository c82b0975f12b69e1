import { type Action, type Diagnostic, formatPlace, type PolicyRule, quote, type Target } from '@agent-safe/core';
import type { Located } from '@agent-safe/registry';

/** The documents of a project with their positions. */
export interface LintedProject {
  readonly actions: readonly Located<Action>[];
  readonly rules: readonly Located<PolicyRule>[];
  readonly targets: readonly Located<Target>[] | undefined;
}

/** Returns a warning with the position of a part of a document. */
export function warn(
  entry: Located<unknown>,
  path: readonly (string | number)[],
  warning: { readonly code: string; readonly message: string; readonly fix: string },
): Diagnostic {
  return { severity: 'warning', ...warning, ...entry.place(path) };
}

/** Returns the name and position of a rule, for a message about another one. */
export function describeRule(entry: Located<PolicyRule>): string {
  return `${quote(entry.document.name)} (${formatPlace(entry.place(['name']))})`;
}
