import { resolve } from 'node:path';
import { AgentSafeError, formatPlace } from '@agent-safe/core';
import { type PolicyTestResult, runPolicyTests } from '@agent-safe/policy-test';
import { openProject, readPolicyTests } from '@agent-safe/registry';
import { openBundle } from '@agent-safe/sdk';
import { DECIDING_OPTIONS, defineCommand, type Output } from '../command.ts';
import { EXIT } from '../exit-code.ts';
import { settingsFrom } from '../project-settings.ts';
import { paint, printable, printJson } from '../style.ts';

export const command = defineCommand({
  name: 'test',
  summary: 'Run policy tests: requests with the answers that the policies must give',
  positionals: '<file or folder> …',
  arity: [1, Number.POSITIVE_INFINITY],
  options: DECIDING_OPTIONS,
  examples: ['agent-safe test tests/', 'agent-safe test tests/ --registry ./actions --policies ./policies --no-config'],
  async run({ cwd, output, positionals, values }) {
    const options = settingsFrom(values, cwd);
    const { policySet, settings } = options.bundle === undefined ? await openProject(options) : openBundle(options);
    const readings = positionals.map((path) => readPolicyTests(resolve(cwd, path)));
    const problems = readings.flatMap((reading) => reading.problems).filter(({ severity }) => severity === 'error');
    if (problems.length > 0)
      throw new AgentSafeError('ERR_TEST_INVALID', 'The policy tests cannot be run.', { problems });
    const cases = readings.flatMap((reading) => reading.cases);
    // A suite that runs nothing proves nothing, and must not look as if it did.
    if (cases.length === 0) throw new AgentSafeError('ERR_TEST_INVALID', 'There is no policy test in what was named.');
    const results = runPolicyTests(policySet, cases, { ...settings, now: Date.now() });
    const failed = results.filter(({ passed }) => !passed);
    const summary = { passed: results.length - failed.length, failed: failed.length };
    if (values.json) printJson(output, { ...summary, results });
    else printResults(output, failed, summary);
    return failed.length === 0 ? EXIT.allow : EXIT.testsFailed;
  },
});

function printResults(
  output: Output,
  failed: readonly PolicyTestResult[],
  summary: { passed: number; failed: number },
): void {
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
  output.out(`${summary.passed} passed, ${summary.failed} failed\n`);
}

function show(value: string | null | undefined): string {
  return value === null ? 'none' : printable(value ?? '');
}
