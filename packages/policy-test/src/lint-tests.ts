import { type Diagnostic, quote, suggest } from '@agent-safe/core';
import type { Located } from '@agent-safe/registry';
import type { PolicyTestCase } from '@agent-safe/schemas';
import { type LintedProject, warn } from './linted-project.ts';

/**
 * Finds policy tests that may pass for another reason than is meant: they name an action, a target or a rule that is not
 * there, and do not say that this is the point.
 */
export function lintTests(cases: readonly Located<PolicyTestCase>[], project: LintedProject): readonly Diagnostic[] {
  const names = {
    action: project.actions.map(({ document }) => document.name),
    target: project.targets?.map(({ document }) => document.id),
    rule: project.rules.map(({ document }) => document.name),
  };
  return cases.flatMap((entry) => {
    const { action, expect, name, target } = entry.document;
    const expected = typeof expect === 'string' ? {} : expect;
    const check = (what: keyof typeof names, given: string | null | undefined, path: readonly string[]) => {
      const known = names[what];
      if (given === undefined || given === null || known === undefined || known.includes(given)) return [];
      const message = `The test ${quote(name)} names the ${what} ${quote(given)}, which there is not.`;
      const advice =
        what === 'rule'
          ? 'Name the rule that is meant.'
          : `Correct it, or expect {code: ${what}_unknown} where that is the point.`;
      const fix = suggest(given, known, advice);
      return [warn(entry, path, { code: `test_${what}_unknown`, message, fix })];
    };
    return [
      ...(expected.code === 'action_unknown' ? [] : check('action', action, ['action'])),
      ...(expected.code === 'target_unknown' ? [] : check('target', target, ['target'])),
      ...check('rule', expected.rule, ['expect', 'rule']),
    ];
  });
}
