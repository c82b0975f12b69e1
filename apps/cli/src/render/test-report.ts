import { type Diagnostic, formatPlace } from '@agent-safe/core';
import type { Coverage, MutationReport, PolicyTestResult } from '@agent-safe/policy-test';
import type { Output } from '../command/command.ts';
import { plural } from './plural.ts';
import { paint, printable } from './style.ts';

/** Place of each rule, by its name. A bundle has no places. */
export type RulePlaces = ReadonlyMap<string, Pick<Diagnostic, 'file' | 'line' | 'column'>>;

export function printResults(output: Output, results: readonly PolicyTestResult[]): void {
  const failed = results.filter(({ passed }) => !passed);
  for (const result of failed) {
    output.out(`${paint(output, ['bold', 'red'], 'FAILED')} ${printable(result.name)}\n`);
    output.out(`  at        ${printable(formatPlace(result.place))}\n`);
    for (const field of result.differences) {
      output.out(
        `  expected  ${field}: ${show(result.expected[field])}\n  actual    ${field}: ${show(result.actual[field])}\n`,
      );
    }
    const rule = result.actual.rule === null ? `code ${result.actual.code}` : `rule ${result.actual.rule}`;
    output.out(`  why       ${printable(result.reason)} (${printable(rule)})\n\n`);
  }
  output.out(`${results.length - failed.length} passed, ${failed.length} failed\n`);
}

export function printCoverage(
  output: Output,
  { covered, percent, rules, total, undecided = 0 }: Coverage,
  places: RulePlaces,
): void {
  const summary = `Coverage: ${percent.toFixed(1)} %, ${covered} of ${total} rules and conditions`;
  output.out(`\n${paint(output, 'bold', summary)}\n`);
  if (undecided > 0) {
    output.out(`  ${plural(undecided, 'condition')} could not be analyzed to the end. They count as not covered.\n`);
  }
  for (const { conditions, decides, rule } of rules) {
    const open = conditions.filter((condition) => condition.decides.length === 0 && !condition.idle);
    if (decides.length > 0 && open.length === 0) continue;
    output.out(`  ${printable(describePlace(rule, places))}\n`);
    if (decides.length === 0) output.out('      this rule decides no test\n');
    for (const condition of open) {
      const why =
        condition.undecided === true
          ? 'not covered, and it has too many requests to find out whether a test can cover it'
          : 'no test fails because of this condition alone';
      output.out(`      ${printable(condition.condition)}: ${why}\n`);
    }
  }
}

/** Most suggestions that are printed. */
const MOST_SUGGESTED = 20;

export function printMutations(output: Output, report: MutationReport, places: RulePlaces): void {
  const { equivalent, killed, mutants, survivors, undecided, undecided_rules: unclear = [] } = report;
  const summary = `Mutations: ${killed} of ${mutants} changes of the rules are noticed by a test`;
  output.out(`\n${paint(output, 'bold', summary)} (${equivalent} more make no difference here)\n`);
  if (undecided > 0) {
    output.out(
      `  ${plural(undecided, 'change')} could not be evaluated: there are too many possible requests. The rules:\n`,
    );
    for (const rule of unclear) output.out(`      ${printable(describePlace(rule, places))}\n`);
  }
  if (survivors.length === 0) return;
  const byTest = Map.groupBy(survivors, ({ test }) => JSON.stringify(test));
  output.out('\nThese tests would notice the others. JSON is valid YAML, so you can add them as printed.\n');
  for (const [test, unnoticed] of [...byTest].slice(0, MOST_SUGGESTED)) {
    output.out(`  - ${printable(test)}\n`);
    if (unnoticed.some(({ incomplete }) => incomplete))
      output.out('      # Incomplete: it passes only with right values in place of those in angle brackets.\n');
    for (const { after, mutation, rule } of unnoticed) {
      const place = printable(describePlace(rule, places));
      output.out(`      # ${place}: ${printable(mutation)} would make it ${describeAnswer(after)}\n`);
    }
  }
  if (byTest.size > MOST_SUGGESTED) output.out(`  ${byTest.size - MOST_SUGGESTED} more; --json has them all\n`);
}

function describeAnswer({ result, rule }: { readonly result: string; readonly rule: string | null }): string {
  return `${result} (${rule === null ? 'no rule' : printable(rule)})`;
}

function describePlace(rule: string, places: RulePlaces): string {
  const place = formatPlace(places.get(rule) ?? {});
  return place === '' ? rule : `${place}: ${rule}`;
}

function show(value: string | object | null | undefined): string {
  if (value === null) return 'none';
  return printable(typeof value === 'object' ? JSON.stringify(value) : (value ?? ''));
}
