import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { AgentSafeError } from '@agent-safe/core';
import { measureCoverage, mutatePolicies, runPolicyTests } from '@agent-safe/policy-test';
import {
  findConfig,
  hasTokenKeys,
  mergeSettings,
  openProject,
  readPolicyTests,
  readProject,
  type Settings,
  tryConfig,
} from '@agent-safe/registry';
import { openBundle } from '@agent-safe/sdk';
import {
  type COMMON_OPTIONS,
  DECIDING_OPTIONS,
  defineCommand,
  type Invocation,
  type Options,
  type Output,
  readCount,
  UsageError,
  type Values,
} from '../command/command.ts';
import { EXIT, type ExitCode } from '../command/exit-code.ts';
import { untilSignal } from '../command/until-signal.ts';
import { settingsFrom } from '../options/project-settings.ts';
import { hasSharedSecret, SIGNING_OPTIONS } from '../options/signing-key.ts';
import { printable, printJson, printJsonLine } from '../render/style.ts';
import { printCoverage, printMutations, printResults, type RulePlaces } from '../render/test-report.ts';
import { runOnChange } from './test-watch.ts';

/** Default path of the settings, for a project without settings. */
const CONFIG_FILE = 'agent-safe.yaml';

const OPTIONS = {
  coverage: { type: 'boolean', summary: 'Show the rules and conditions that no test covers' },
  'min-coverage': { type: 'string', value: 'PERCENT', summary: 'Fail if the coverage is below this: 0 to 100' },
  mutate: { type: 'boolean', summary: 'Change each condition of each rule, and show the changes that no test notices' },
  watch: { type: 'boolean', summary: 'Run again after each change of policies, actions, inventory, settings or tests' },
  ...SIGNING_OPTIONS,
  ...DECIDING_OPTIONS,
} as const satisfies Options;

export const command = defineCommand({
  name: 'test',
  summary: 'Run policy tests: requests with the answers that the policies must give',
  positionals: '<file or folder> …',
  arity: [1, Number.POSITIVE_INFINITY],
  hint: 'For the tests of "agent-safe init", run: agent-safe test tests/',
  options: OPTIONS,
  examples: [
    'agent-safe test tests/',
    'agent-safe test tests/ --coverage --min-coverage 90',
    'agent-safe test tests/ --mutate',
    'agent-safe test tests/ --watch',
  ],
  run: (invocation) => (invocation.values.watch ? runAgain(invocation) : runOnce(invocation, false)),
});

type Given = Invocation<Values<typeof OPTIONS & typeof COMMON_OPTIONS>>;

async function runOnce({ clock, cwd, output, positionals, values }: Given, isWatching: boolean): Promise<ExitCode> {
  const least = readLeast(values);
  const options = settingsFrom(values, cwd);
  const { policySet, settings, verifiesCallers } = await open(options, values);
  const cases = readCases(positionals, cwd);
  const asked = { ...settings, verifiesCallers, now: clock() };
  const results = runPolicyTests(policySet, cases, asked);
  const coverage = values.coverage || least !== undefined ? measureCoverage(policySet, cases, asked) : undefined;
  const mutations = values.mutate ? mutatePolicies(policySet, cases, asked) : undefined;
  const failed = results.filter(({ passed }) => !passed).length;
  if (values.json) {
    const document = { passed: results.length - failed, failed, results, coverage, mutations };
    // One line for each run, so that a reader can tell one document from the next.
    (isWatching ? printJsonLine : printJson)(output, document);
  } else {
    const places = coverage === undefined && mutations === undefined ? new Map() : findPlaces(settings);
    printResults(output, results);
    if (coverage !== undefined) printCoverage(output, coverage, places);
    if (mutations !== undefined) printMutations(output, mutations, places);
  }
  const isCovered = coverage === undefined || coverage.percent >= (least ?? 0);
  if (!isCovered) output.err(`The coverage is below ${least} %.\n`);
  // A change of unknown effect may go unnoticed by every test.
  const isNoticed = mutations === undefined || mutations.survivors.length + mutations.undecided === 0;
  return failed === 0 && isCovered && isNoticed ? EXIT.allow : EXIT.testsFailed;
}

/** Runs the tests now and after each change. A mistake in a file is printed, and the next change may correct it. */
async function runAgain(given: Given): Promise<ExitCode> {
  const { cwd, output, positionals, values } = given;
  readLeast(values);
  const run = async () => {
    try {
      await runOnce(given, true);
    } catch (error) {
      if (!(error instanceof AgentSafeError)) throw error;
      printError(output, error, values.json === true);
    }
    output.err('Watching for changes. Ctrl-C ends it.\n');
  };
  await untilSignal((signal) =>
    runOnChange(() => findWatched(settingsFrom(values, cwd), positionals, cwd), run, signal),
  );
  return EXIT.allow;
}

function printError(output: Output, error: AgentSafeError, json: boolean): void {
  const [message = ''] = error.message.split('\n');
  if (json) printJsonLine(output, { error: { code: error.code, message, problems: error.diagnostics } });
  else output.err(`${error.code}: ${error.message.split('\n').map(printable).join('\n')}\n`);
}

/** The files and folders that a run reads. */
function findWatched(
  options: ReturnType<typeof settingsFrom>,
  positionals: readonly string[],
  cwd: string,
): readonly string[] {
  const tests = positionals.map((path) => resolve(cwd, path));
  if (options.bundle !== undefined) return [resolve(cwd, options.bundle), ...tests];
  const file = options.config === false ? undefined : resolve(cwd, options.config ?? findConfig(cwd) ?? CONFIG_FILE);
  // Settings with a mistake name no paths. Then their correction is waited for.
  const config = file === undefined || !existsSync(file) ? undefined : tryConfig(file).config;
  const { inventory, policies, registry } = mergeSettings(options, config, cwd);
  return [file, registry, policies, inventory, ...tests].filter((path) => path !== undefined);
}

/** @throws UsageError */
function readLeast(values: Values<typeof OPTIONS>): number | undefined {
  const least = readCount(values['min-coverage'], '--min-coverage');
  if (least !== undefined && least > 100) throw new UsageError('--min-coverage takes a percentage from 0 to 100.');
  return least;
}

/** Opens the policies as a check would. */
async function open(
  options: ReturnType<typeof settingsFrom>,
  values: Values<typeof SIGNING_OPTIONS>,
): Promise<ReturnType<typeof openBundle>> {
  if (options.bundle !== undefined) return openBundle(options);
  const opened = await openProject(options);
  const verifiesCallers = hasSharedSecret(values, opened.settings) || hasTokenKeys(opened.settings);
  return { ...opened, verifiesCallers };
}

function readCases(paths: readonly string[], cwd: string): ReturnType<typeof readPolicyTests>['cases'] {
  const readings = paths.map((path) => readPolicyTests(resolve(cwd, path)));
  const diagnostics = readings.flatMap((reading) => reading.diagnostics).filter(({ severity }) => severity === 'error');
  if (diagnostics.length > 0)
    throw new AgentSafeError('ERR_TEST_INVALID', 'The policy tests cannot be run.', { diagnostics });
  const cases = readings.flatMap((reading) => reading.cases);
  // A run without a test proves nothing, so it fails.
  if (cases.length === 0)
    throw new AgentSafeError('ERR_TEST_INVALID', 'There is no policy test at the given paths. Check the paths.');
  return cases;
}

/** A bundle has no files, so its rules have no places. */
function findPlaces({ policies }: Settings): RulePlaces {
  if (policies === undefined) return new Map();
  return new Map(readProject({ policies }).rules.map((entry) => [entry.document.name, entry.place(['name'])]));
}
