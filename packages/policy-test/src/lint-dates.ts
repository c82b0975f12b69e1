import { type Diagnostic, type PolicyRule, quote } from '@agent-safe/core';
import { timeConditionOf } from '@agent-safe/pdp/analysis';
import type { Located } from '@agent-safe/registry';
import { warn } from './linted-project.ts';
import { matchesOf } from './rule-matches.ts';

/** Warns about a rule, or an exclusion of a rule, whose period has ended. @param now milliseconds since 1970, UTC */
export function lintDates(entry: Located<PolicyRule>, now: number): readonly Diagnostic[] {
  const { decision, match, name } = entry.document;
  return matchesOf(match).flatMap((part) => {
    if (part.match.valid === undefined || !(timeConditionOf(part.match).until <= now)) return [];
    const isRule = part.path.length === 1;
    const what = isRule
      ? `The rule ${quote(name)} (${decision})`
      : `The exclusion of the rule ${quote(name)} (${decision})`;
    return warn(entry, [...part.path, 'valid', 'until'], {
      code: 'rule_expired',
      message: `${what} ended at ${part.match.valid.until}: it ${isRule ? 'matches' : 'excludes'} no request any more.`,
      fix: `Remove ${isRule ? 'the rule' : '"not"'}, or set a later "until".`,
    });
  });
}
