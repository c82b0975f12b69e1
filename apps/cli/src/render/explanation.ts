import { DAY_NAMES, type DayName, type RequiredApprovals, type TimeWindow, type ValidPeriod } from '@agent-safe/core';
import type { Change, ConditionResult, Explanation, RuleExplanation } from '@agent-safe/sdk';
import type { Output } from '../command/command.ts';
import { table } from './columns.ts';
import { paint, printable } from './style.ts';

/** Most rules that are shown. The rules that come closest are first. */
const MOST_RULES = 20;
const PROVEN = ['caller.roles', 'caller.groups', 'caller.delegation_chain'];
const DAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

/** Prints an explanation: the result of each rule, the effect of limits, and the changes that would change the answer. */
export function printExplanation(output: Output, { changes, complete, limit, rules, verdict }: Explanation): void {
  if (verdict.code === 'target_ambiguous')
    output.out('\nRules are not listed: the answer for the other target counts.\n');
  else if (rules.length === 0) output.out('\nNo rule was evaluated: the request was refused earlier.\n');
  else output.out(`\n${paint(output, 'bold', 'Rules, in the order of evaluation')}\n`);
  const shown = selectRules(rules);
  for (const rule of shown) printRule(output, rule);
  if (shown.length < rules.length) {
    output.out(`  ${rules.length - shown.length} more do not match; --json shows them all\n`);
  }
  if (limit !== null) {
    output.out(`\n${paint(output, 'bold', 'Limits on the same request, if it is repeated')}\n`);
    output.out(table([[limit.result.toUpperCase(), `${limit.code}. ${limit.reason}`]]));
  }
  printChanges(output, changes, complete);
}

function printChanges(output: Output, changes: readonly Change[], complete: boolean): void {
  const effective = changes.filter((change) => change.limit === null);
  const overridden = changes.filter((change) => change.limit !== null);
  output.out(`\n${paint(output, 'bold', 'Changes that give another answer')}\n`);
  if (effective.length === 0) {
    const reach = complete ? ': no change of up to three parts of the request' : ', but not all could be tried';
    output.out(`  Nothing was found${overridden.length === 0 ? reach : ' that no limit overrides'}.\n`);
  } else {
    output.out(table(effective.map((change) => [change.result.toUpperCase(), describeChange(change)])));
  }
  if (effective.some(({ edits }) => edits.some(({ field }) => PROVEN.includes(field)))) {
    output.out('  Roles, groups and delegation come with a verified identity: a bare name has none of them.\n');
  }
  if (effective.length > 0 && !complete) output.out('  Smaller changes may exist: not all could be tried.\n');
  printOverridden(output, overridden);
}

/** Prints the changes that the policy would answer otherwise, and a limit would not. Each reason is printed once. */
function printOverridden(output: Output, changes: readonly Change[]): void {
  if (changes.length === 0) return;
  output.out(`\n${paint(output, 'bold', 'Changes that a limit overrides')}\n`);
  const rows = changes.map(({ limit, ...change }) => {
    const results = [change.result, ...(limit === null ? [] : [limit.result])];
    return [results.map((result) => result.toUpperCase()).join(' → '), describeChange(change), limit?.code ?? ''];
  });
  output.out(table(rows.map(([results = '', text = '', code = '']) => [results, `${text}; then ${code}`])));
  const reasons = new Set(changes.flatMap(({ limit }) => (limit === null ? [] : [`${limit.code}: ${limit.reason}`])));
  for (const reason of reasons) output.out(`  ${printable(reason)}\n`);
}

function describeChange({ policy_matched: rule, text }: Pick<Change, 'policy_matched' | 'text'>): string {
  return `${text}: ${rule === null ? 'no rule would match' : `${rule} would decide`}`;
}

/** Returns all rules that match, and of the others those with the fewest failed conditions. */
function selectRules(rules: readonly RuleExplanation[]): readonly RuleExplanation[] {
  if (rules.length <= MOST_RULES) return rules;
  const failures = ({ conditions }: RuleExplanation) => conditions.filter(({ holds }) => !holds).length;
  const closest = new Set(rules.toSorted((left, right) => failures(left) - failures(right)).slice(0, MOST_RULES));
  return rules.filter((rule) => closest.has(rule));
}

const OUTCOMES = {
  fails: ['no', 'dim'],
  floor: ['not proven: floor', 'bold'],
  decides: ['decides', 'bold'],
  hidden: ['hidden', 'dim'],
} as const;

function printRule(output: Output, explanation: RuleExplanation): void {
  const { approvals, conditions, decision, outcome, overrides, priority, rule } = explanation;
  const [word, format] = OUTCOMES[outcome];
  const rank = overrides === true ? 'guardrail, ' : '';
  const title = `${printable(rule)} (${decision}, ${rank}priority ${priority}): ${word}`;
  output.out(`  ${paint(output, format, title)}\n`);
  if (outcome === 'hidden') return;
  for (const condition of conditions) {
    if (outcome === 'fails' && condition.holds) continue;
    output.out(`      ${printable(describeCondition(condition))}\n`);
  }
  if (approvals !== undefined && outcome !== 'fails') {
    output.out(`      approvals: beside the settings, ${printable(describeApprovals(approvals))}\n`);
  }
}

function describeApprovals({ groups = [], quorum, roles = [], ttl_seconds }: RequiredApprovals): string {
  return [
    ...(quorum === undefined ? [] : [`at least ${quorum} approver${quorum === 1 ? '' : 's'}`]),
    ...(roles.length === 0 ? [] : [`the role ${roles.join(' or ')}`]),
    ...(groups.length === 0 ? [] : [`the group ${groups.join(' or ')}`]),
    ...(ttl_seconds === undefined ? [] : [`at most ${ttl_seconds} seconds`]),
  ].join(', ');
}

function describeCondition(condition: ConditionResult): string {
  const { note } = condition;
  if (condition.condition === 'not') return `not: ${note ?? ''}`;
  return note === undefined ? compareCondition(condition) : `${compareCondition(condition)}. ${note}`;
}

function compareCondition({ actual, condition, expected, holds }: ConditionResult): string {
  const is =
    actual === null || (Array.isArray(actual) && actual.length === 0) ? 'there is none' : `it is ${show(actual)}`;
  if (condition === 'targets' || condition === 'callers') {
    const what = condition === 'targets' ? 'a target of the inventory' : 'a caller';
    return `${condition}: needs ${what}; ${is}`;
  }
  const needed = NEEDS[condition]?.(expected) ?? show(expected);
  return holds ? `${condition}: ${is}, as required` : `${condition}: needs ${needed}; ${is}`;
}

const NEEDS: Readonly<Partial<Record<string, (expected: unknown) => string>>> = {
  time_windows: describeWindows,
  valid: describePeriod,
};

function describeWindows(expected: unknown): string {
  const windows = expected as readonly TimeWindow[];
  return windows
    .map(({ days, end, end_hour, start, start_hour, timezone }) => {
      const on = days === undefined ? 'every day' : days.map(nameDay).join(', ');
      const hours =
        (start ?? end) === undefined
          ? `from ${start_hour ?? 0}:00 to ${end_hour ?? 23}:59`
          : `from ${start ?? '00:00'} until ${end ?? '24:00'}`;
      return `${on} ${hours} ${timezone ?? 'UTC'}`;
    })
    .join(', or ');
}

function nameDay(day: DayName | number): string {
  return DAYS[typeof day === 'number' ? day : DAY_NAMES.indexOf(day)] ?? String(day);
}

function describePeriod(expected: unknown): string {
  const { from, until } = expected as ValidPeriod;
  return [...(from === undefined ? [] : [`from ${from}`]), ...(until === undefined ? [] : [`until ${until}`])].join(
    ' ',
  );
}

function show(value: unknown): string {
  if (Array.isArray(value)) return value.length === 0 ? 'nothing' : value.map(String).join(' or ');
  return typeof value === 'string' ? value : JSON.stringify(value);
}
