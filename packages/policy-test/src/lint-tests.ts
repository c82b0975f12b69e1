import { type Diagnostic, needsTarget, quote, suggest } from '@agent-safe/core';
import type { Located } from '@agent-safe/registry';
import type { PolicyTestCase } from '@agent-safe/schemas';
import { type LintedProject, warn } from './linted-project.ts';

/**
 * Returns warnings for policy tests that may pass for an unintended reason: they name an unknown action, target or rule, and do not
 * expect the refusal for it.
 */
export function lintTests(cases: readonly Located<PolicyTestCase>[], project: LintedProject): readonly Diagnostic[] {
  const names = {
    action: project.actions.map(({ document }) => document.name),
    target: project.targets?.map(({ document }) => document.id),
    rule: project.rules.map(({ document }) => document.name),
  };
  const withoutTarget = new Set(
    project.actions
      .map(({ document }) => document)
      .filter((action) => !needsTarget(action))
      .map(({ name }) => name),
  );
  return cases.flatMap((entry) => {
    const { action, expect, name, target } = entry.document;
    const expected = typeof expect === 'string' ? {} : expect;
    const check = (what: keyof typeof names, given: string | null | undefined, path: readonly string[]) => {
      const known = names[what];
      if (given === undefined || given === null || known === undefined || known.includes(given)) return [];
      const message = `The test ${quote(name)} names an unknown ${what}: ${quote(given)}.`;
      const advice =
        what === 'rule'
          ? 'Name an existing rule.'
          : `Correct the name, or expect {code: ${what}_unknown} to test the refusal.`;
      const fix = suggest(given, known, advice);
      return [warn(entry, path, { code: `test_${what}_unknown`, message, fix })];
    };
    const isUnexpected = target !== undefined && withoutTarget.has(action) && expected.code !== 'target_unexpected';
    return [
      ...(isUnexpected ? [warnTarget(entry, name, action)] : []),
      ...(expected.code === 'action_unknown' ? [] : check('action', action, ['action'])),
      ...(expected.code === 'target_unknown' || isUnexpected ? [] : check('target', target, ['target'])),
      ...check('rule', expected.rule, ['expect', 'rule']),
    ];
  });
}

function warnTarget(entry: Located<PolicyTestCase>, name: string, action: string): Diagnostic {
  const message = `The test ${quote(name)} names a target, but ${quote(action)} is an action without one.`;
  const fix = 'Remove the target, or expect {code: target_unexpected} to test the refusal.';
  return warn(entry, ['target'], { code: 'test_target_unexpected', message, fix });
}
