import { type Diagnostic, type PolicyRule, quote } from '@agent-safe/core';
import { timeConditionOf } from '@agent-safe/pdp/analysis';
import type { Located } from '@agent-safe/registry';
import { warn } from './linted-project.ts';

/** Warns about a rule whose period has ended. @param now milliseconds since 1970, UTC */
export function lintDates(entry: Located<PolicyRule>, now: number): readonly Diagnostic[] {
  const { decision, match, name } = entry.document;
  if (match.valid === undefined || !(timeConditionOf(match).until <= now)) return [];
  return [
    warn(entry, ['match', 'valid', 'until'], {
      code: 'rule_expired',
      message: `The rule ${quote(name)} (${decision}) ended at ${match.valid.until}: it matches no request any more.`,
      fix: 'Remove the rule, or set a later "until".',
    }),
  ];
}
