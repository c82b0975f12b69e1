import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { formatPlace, type Problem } from '@agent-safe/core';
import { lint, lintTests } from '@agent-safe/policy-test';
import {
  checkApprovers,
  checkRunner,
  checkTargets,
  displayPath,
  findConfig,
  mergeSettings,
  readPolicyTests,
  readProject,
  requirePaths,
  toPolicySet,
  tryConfig,
  tryKeys,
} from '@agent-safe/registry';
import { defineCommand, type Output, PROJECT_OPTIONS, readCount } from '../command.ts';
import { EXIT } from '../exit-code.ts';
import { settingsFrom } from '../options/project-settings.ts';
import { SIGNING_OPTIONS, signingKeyFrom } from '../options/signing-key.ts';
import { paint, printable, printJson } from '../render/style.ts';

/** Where `init` puts policy tests; no setting names them. */
const TESTS_FOLDER = 'tests';

export const command = defineCommand({
  name: 'validate',
  summary: 'Find every mistake in the files of a project, with line and advice',
  positionals: '',
  arity: [0, 0],
  options: {
    'max-warnings': { type: 'string', value: 'N', summary: 'Fail where there are more warnings than this' },
    ...SIGNING_OPTIONS,
    ...PROJECT_OPTIONS,
  },
  examples: ['agent-safe validate', 'agent-safe validate --max-warnings 2', 'agent-safe validate --json'],
  async run({ cwd, output, values }) {
    const mostWarnings = readCount(values['max-warnings'], '--max-warnings');
    const options = settingsFrom(values, cwd);
    const named = options.config ?? findConfig(cwd) ?? false;
    const file = named === false ? undefined : resolve(cwd, named);
    const read = file === undefined ? undefined : tryConfig(file);
    const settings = mergeSettings(options, read?.config, cwd);
    const problems: Problem[] = [...(read?.problems ?? [])];
    if (problems.length === 0) requirePaths(settings);
    const project = readProject(settings);
    problems.push(...project.problems);
    const keys = settings.keys === undefined ? undefined : tryKeys(settings.keys);
    problems.push(...(keys?.problems ?? []));
    const hasTokenKey = keys?.keys.some(({ purpose }) => purpose === 'token') ?? false;
    const verifiesCallers = hasTokenKey || signingKeyFrom(values) !== undefined;
    const actions = project.actions.map(({ document }) => document);
    // Where an action could not be read, what targets lack for it cannot be told.
    const isComplete = !project.problems.some(({ severity }) => severity === 'error');
    if (isComplete) {
      problems.push(...checkTargets(project.targets ?? [], actions, settings.strict));
      problems.push(...lint(project, settings.strict, { verifiesCallers, delegation: settings.delegation }));
      if (read !== undefined) {
        problems.push(...checkApprovers(read, project.rules), ...checkRunner(read, project.targets ?? [], actions));
      }
      const asks =
        settings.cumulativeRisk !== undefined ||
        project.rules.some(({ document }) => document.decision === 'require_approval');
      if (asks && keys?.problems.length === 0) problems.push(...checkApprovalKey(keys.keys, settings.keys));
    }
    const tests = readTests(file);
    problems.push(...tests.problems);
    if (isComplete) problems.push(...lintTests(tests.cases, project));

    const errors = problems.filter(({ severity }) => severity === 'error').length;
    const counts = {
      actions: actions.length,
      rules: project.rules.length,
      targets: project.targets?.length ?? 0,
      tests: tests.cases.length,
    };
    const digest = errors === 0 ? toPolicySet(project).digest : null;
    if (values.json) printJson(output, { valid: errors === 0, counts, problems, files: project.files, digest });
    else printProblems(output, problems, counts);
    if (errors > 0) return EXIT.error;
    if (problems.length <= (mostWarnings ?? problems.length)) return EXIT.allow;
    output.err(`There are ${problems.length} warnings, and --max-warnings allows ${mostWarnings}.\n`);
    return EXIT.error;
  },
});

function readTests(configFile: string | undefined): ReturnType<typeof readPolicyTests> {
  const folder = configFile === undefined ? undefined : join(dirname(configFile), TESTS_FOLDER);
  return folder === undefined || !existsSync(folder) ? { cases: [], problems: [] } : readPolicyTests(folder);
}

function printProblems(output: Output, problems: readonly Problem[], counts: Readonly<Record<string, number>>): void {
  for (const problem of problems) {
    const color = problem.severity === 'error' ? 'red' : 'yellow';
    const place = printable(formatPlace(problem));
    output.out(
      `${place}${place === '' ? '' : ': '}${paint(output, color, problem.severity)}: ${printable(problem.message)}  [${problem.code}]\n`,
    );
    if (problem.fix !== undefined) output.out(`    ${printable(problem.fix)}\n`);
  }
  const errors = problems.filter(({ severity }) => severity === 'error').length;
  const read = Object.entries(counts)
    .map(([what, count]) => `${count} ${what}`)
    .join(', ');
  // Rules are not asked about while some of them cannot be read.
  const later = errors === 0 ? '' : '; more warnings may follow when the errors are mended';
  output.out(`${read}: ${plural(errors, 'error')}, ${plural(problems.length - errors, 'warning')}${later}\n`);
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** A project that was made by an older version has none, and then nobody is ever asked. */
function checkApprovalKey(keys: readonly { readonly purpose: string }[], file: string | undefined): readonly Problem[] {
  if (keys.some(({ purpose }) => purpose === 'approval')) return [];
  return [
    {
      severity: 'warning',
      code: 'approval_key_missing',
      message: 'Rules ask for approvals, and no key proves what people have approved: nobody can be asked.',
      fix: 'Run "agent-safe keys generate": it adds what is missing.',
      ...(file === undefined ? {} : { file: displayPath(file) }),
    },
  ];
}
