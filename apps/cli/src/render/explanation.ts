import type { Change, ConditionResult, Explanation, RuleExplanation } from '@agent-safe/sdk';
import type { Output } from '../command/command.ts';
import { columns } from './columns.ts';
import { paint, printable } from './style.ts';

/** Most rules that are shown. The rules that come closest are first. */
const MOST_RULES = 20;
const PROVEN = ['caller.roles', 'caller.groups', 'caller.delegation_chain'];
const DAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

/** Prints an explanation: the result of each rule, and the changes that would change the answer. */
export function printExplanation(output: Output, { changes, complete, rules }: Explanation): void {
  if (rules.length === 0) output.out('\nNo rule was evaluated: the request was refused earlier.\n');
  else output.out(`\n${paint(output, 'bold', 'Rules, in the order of evaluation')}\n`);
  const shown = selectRules(rules);
  for (const rule of shown) printRule(output, rule);
  if (shown.length < rules.length) {
    output.out(`  ${rules.length - shown.length} more do not match; --json shows them all\n`);
  }
  output.out(`\n${paint(output, 'bold', 'What would change the answer')}\n`);
  if (changes.length === 0) {
    const reach = complete ? ': no change of up to three parts of the request' : ', but not all could be tried';
    output.out(`  Nothing was found${reach}.\n`);
    return;
  }
  const rows = changes.map((change) => [change.result.toUpperCase(), printable(describeChange(change))]);
  output.out(`${columns(rows).join('\n')}\n`);
  if (changes.some(({ edits }) => edits.some(({ field }) => PROVEN.includes(field)))) {
    output.out('  Roles, groups and delegation come with a verified identity: a bare name has none of them.\n');
  }
  if (!complete) output.out('  Smaller changes may exist: not all could be tried.\n');
}

function describeChange({ policy_matched: rule, text }: Change): string {
  return `${text}: ${rule === null ? 'no rule would match' : `${rule} would decide`}`;
}

/** Returns all rules that match, and of the others those with the fewest failed conditions. */
function selectRules(rules: readonly RuleExplanation[]): readonly RuleExplanation[] {
  if (rules.length <= MOST_RULES) return rules;
  const failures = ({ conditions }: RuleExplanation) => conditions.filter(({ holds }) => !holds).length;
  const closest = new Set(rules.toSorted((left, right) => failures(left) - failures(right)).slice(0, MOST_RULES));
  return rules.filter((rule) => closest.has(rule));
}

const OUTCOMES = { fails: ['no', 'dim'], decides: ['decides', 'bold'], hidden: ['hidden', 'dim'] } as const;

function printRule(output: Output, { conditions, decision, outcome, priority, rule }: RuleExplanation): void {
  const [word, format] = OUTCOMES[outcome];
  const title = `${printable(rule)} (${decision}, priority ${priority}): ${word}`;
  output.out(`  ${paint(output, format, title)}\n`);
  if (outcome === 'hidden') return;
  for (const condition of conditions) {
    if (outcome === 'fails' && condition.holds) continue;
    output.out(`      ${printable(describeCondition(condition))}\n`);
  }
}

function describeCondition(condition: ConditionResult): string {
  const { note } = condition;
  return note === undefined ? compareCondition(condition) : `${compareCondition(condition)}. ${note}`;
}

function compareCondition({ actual, condition, expected, holds }: ConditionResult): string {
  const is =
    actual === null || (Array.isArray(actual) && actual.length === 0) ? 'there is none' : `it is ${show(actual)}`;
  if (condition === 'targets' || condition === 'callers') {
    const what = condition === 'targets' ? 'a target of the inventory' : 'a caller';
    return `${condition}: needs ${what}; ${is}`;
  }
  const needed = condition === 'time_windows' ? describeWindows(expected) : show(expected);
  return holds ? `${condition}: ${is}, as required` : `${condition}: needs ${needed}; ${is}`;
}

function describeWindows(expected: unknown): string {
  const windows = expected as readonly {
    days?: readonly number[];
    start_hour: number;
    end_hour: number;
    timezone?: string;
  }[];
  return windows
    .map(({ days, end_hour, start_hour, timezone }) => {
      const on = days === undefined ? 'every day' : days.map((day) => DAYS[day]).join(', ');
      return `${on} from ${start_hour}:00 to ${end_hour}:59 ${timezone ?? 'UTC'}`;
    })
    .join(', or ');
}

function show(value: unknown): string {
  if (Array.isArray(value)) return value.length === 0 ? 'nothing' : value.map(String).join(' or ');
  return typeof value === 'string' ? value : JSON.stringify(value);
}
