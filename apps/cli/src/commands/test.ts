import { resolve } from 'node:path';
import { AgentSafeError } from '@agent-safe/core';
import { measureCoverage, mutatePolicies, runPolicyTests } from '@agent-safe/policy-test';
import { hasTokenKeys, openProject, readPolicyTests, readProject, type Settings } from '@agent-safe/registry';
import { openBundle } from '@agent-safe/sdk';
import { DECIDING_OPTIONS, defineCommand, readCount, UsageError } from '../command/command.ts';
import { EXIT } from '../command/exit-code.ts';
import { settingsFrom } from '../options/project-settings.ts';
import { SIGNING_OPTIONS, signingKeyFrom } from '../options/signing-key.ts';
import { printJson } from '../render/style.ts';
import { printCoverage, printMutations, printResults, type RulePlaces } from '../render/test-report.ts';

export const command = defineCommand({
  name: 'test',
  summary: 'Run policy tests: requests with the answers that the policies must give',
  positionals: '<file or folder> …',
  arity: [1, Number.POSITIVE_INFINITY],
  options: {
    coverage: { type: 'boolean', summary: 'Say which rules and conditions no test decides' },
    'min-coverage': { type: 'string', value: 'PERCENT', summary: 'Fail where less than this is covered' },
    mutate: { type: 'boolean', summary: 'Change each rule in each condition: for each change a test must fail' },
    ...SIGNING_OPTIONS,
    ...DECIDING_OPTIONS,
  },
  examples: [
    'agent-safe test tests/',
    'agent-safe test tests/ --coverage --min-coverage 90',
    'agent-safe test tests/ --mutate',
  ],
  async run({ clock, cwd, output, positionals, values }) {
    const least = readCount(values['min-coverage'], '--min-coverage');
    if (least !== undefined && least > 100) throw new UsageError('--min-coverage takes a percentage from 0 to 100.');
    const options = settingsFrom(values, cwd);
    const { policySet, settings, verifiesCallers } = await open(options, signingKeyFrom(values) !== undefined);
    const cases = readCases(positionals, cwd);
    const asked = { ...settings, verifiesCallers, now: clock() };
    const results = runPolicyTests(policySet, cases, asked);
    const coverage = values.coverage || least !== undefined ? measureCoverage(policySet, cases, asked) : undefined;
    const mutations = values.mutate ? mutatePolicies(policySet, cases, asked) : undefined;
    const failed = results.filter(({ passed }) => !passed).length;
    if (values.json) printJson(output, { passed: results.length - failed, failed, results, coverage, mutations });
    else {
      const places = coverage === undefined && mutations === undefined ? new Map() : findPlaces(settings);
      printResults(output, results);
      if (coverage !== undefined) printCoverage(output, coverage, places);
      if (mutations !== undefined) printMutations(output, mutations, places);
    }
    const isCovered = coverage === undefined || coverage.percent >= (least ?? 0);
    if (!isCovered) output.err(`Less than ${least} % is covered.\n`);
    const isNoticed = mutations === undefined || mutations.survivors.length === 0;
    return failed === 0 && isCovered && isNoticed ? EXIT.allow : EXIT.testsFailed;
  },
});

/** What decides, as it would in a check. */
async function open(
  options: ReturnType<typeof settingsFrom>,
  hasSigningKey: boolean,
): Promise<ReturnType<typeof openBundle>> {
  if (options.bundle !== undefined) return openBundle(options);
  const opened = await openProject(options);
  return { ...opened, verifiesCallers: hasSigningKey || hasTokenKeys(opened.settings) };
}

function readCases(paths: readonly string[], cwd: string): ReturnType<typeof readPolicyTests>['cases'] {
  const readings = paths.map((path) => readPolicyTests(resolve(cwd, path)));
  const diagnostics = readings.flatMap((reading) => reading.diagnostics).filter(({ severity }) => severity === 'error');
  if (diagnostics.length > 0)
    throw new AgentSafeError('ERR_TEST_INVALID', 'The policy tests cannot be run.', { diagnostics });
  const cases = readings.flatMap((reading) => reading.cases);
  // A suite that runs nothing proves nothing, and must not look as if it did.
  if (cases.length === 0) throw new AgentSafeError('ERR_TEST_INVALID', 'There is no policy test in what was named.');
  return cases;
}

/** With a bundle there are no files, and so no places. */
function findPlaces({ policies }: Settings): RulePlaces {
  if (policies === undefined) return new Map();
  return new Map(readProject({ policies }).rules.map((entry) => [entry.document.name, entry.place(['name'])]));
}
