import { lstatSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { Action, Diagnostic } from '@agent-safe/core';
import { lint, lintTests } from '@agent-safe/policy-test';
import {
  checkAbsentSettings,
  checkApprovers,
  checkGrants,
  checkRunner,
  checkTargets,
  displayPath,
  findConfig,
  type Located,
  mergeSettings,
  readPolicyTests,
  readProject,
  requirePaths,
  toPolicySet,
  tryConfig,
  tryKeys,
} from '@agent-safe/registry';
import { defineCommand, type Output, PROJECT_OPTIONS, readCount } from '../command/command.ts';
import { EXIT } from '../command/exit-code.ts';
import { settingsFrom } from '../options/project-settings.ts';
import { hasSharedSecret, SIGNING_OPTIONS } from '../options/signing-key.ts';
import { isCatalogCopy, readCatalog } from '../project-files/catalog-actions.ts';
import { printDiagnostic } from '../render/diagnostics.ts';
import { plural } from '../render/plural.ts';
import { printJson } from '../render/style.ts';

/** The folder of policy tests that `init` creates. No setting names it. */
const TESTS_FOLDER = 'tests';

export const command = defineCommand({
  name: 'validate',
  summary: 'Find every mistake in the files of a project, with line and fix',
  positionals: '',
  arity: [0, 0],
  hint: 'It checks a whole project and takes no file. Run it in the folder of the project, or give --config FILE.',
  options: {
    'max-warnings': { type: 'string', value: 'N', summary: 'Fail if there are more warnings than this' },
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
    const diagnostics: Diagnostic[] = [...(read?.diagnostics ?? [])];
    if (diagnostics.length === 0) requirePaths(settings);
    if (read !== undefined) diagnostics.push(...checkAbsentSettings(read));
    const project = readProject(settings);
    diagnostics.push(...project.diagnostics);
    const keys = settings.keys === undefined ? undefined : tryKeys(settings.keys);
    diagnostics.push(...(keys?.diagnostics ?? []));
    const hasTokenKey = keys?.keys.some(({ purpose }) => purpose === 'token') ?? false;
    const verifiesCallers = hasTokenKey || hasSharedSecret(values, settings);
    const actions = project.actions.map(({ document }) => document);
    // If an action could not be read, targets cannot be compared with it.
    const isComplete = !project.diagnostics.some(({ severity }) => severity === 'error');
    if (isComplete) {
      diagnostics.push(...checkTargets(project.targets ?? [], actions, settings.strict));
      const { delegation, requireVerifiedCallers } = settings;
      // Unreadable keys are reported already, and say nothing about rules.
      const proof = verifiesCallers || (keys?.diagnostics.length ?? 0) === 0 ? { verifiesCallers } : {};
      const warnings = lint(project, settings.strict, { ...proof, delegation, requireVerifiedCallers });
      diagnostics.push(...withoutUnusedCopies(warnings, project.actions));
      if (read !== undefined) {
        diagnostics.push(...checkApprovers(read, project.rules), ...checkGrants(read));
        diagnostics.push(...checkRunner(read, project.targets ?? [], actions));
      }
      const asks =
        settings.cumulativeRisk !== undefined ||
        project.rules.some(({ document }) => document.decision === 'require_approval');
      if (asks && keys?.diagnostics.length === 0) diagnostics.push(...checkApprovalKey(keys.keys, settings.keys));
    }
    const tests = readTests(file);
    diagnostics.push(...tests.diagnostics);
    if (isComplete) diagnostics.push(...lintTests(tests.cases, project));

    const errors = diagnostics.filter(({ severity }) => severity === 'error').length;
    const counts = {
      actions: actions.length,
      rules: project.rules.length,
      targets: project.targets?.length ?? 0,
      ...(settings.subjects === undefined ? {} : { subjects: project.subjects.length }),
      tests: tests.cases.length,
    };
    const digest = errors === 0 ? toPolicySet(project).digest : null;
    if (values.json)
      printJson(output, { valid: errors === 0, counts, problems: diagnostics, files: project.files, digest });
    else printDiagnostics(output, diagnostics, counts);
    if (errors > 0) return EXIT.error;
    if (diagnostics.length <= (mostWarnings ?? diagnostics.length)) return EXIT.allow;
    output.err(
      `The project has ${plural(diagnostics.length, 'warning')}, but --max-warnings allows only ${mostWarnings}.\n`,
    );
    return EXIT.error;
  },
});

/**
 * Drops warnings about unmodified copies from the catalog that the project does not use. `init` creates such copies, and a project
 * with its own targets and rules needs only some of them.
 */
function withoutUnusedCopies(
  warnings: readonly Diagnostic[],
  actions: readonly Located<Action>[],
): readonly Diagnostic[] {
  if (!warnings.some(({ code }) => code === 'action_unreachable')) return warnings;
  const catalog = readCatalog();
  const copies = actions
    .filter(({ document }) => isCatalogCopy(document, catalog))
    .map((entry) => entry.place(['name']));
  const isAtCopy = ({ file, line }: Diagnostic) => copies.some((copy) => copy.file === file && copy.line === line);
  return warnings.filter((warning) => warning.code !== 'action_unreachable' || !isAtCopy(warning));
}

function readTests(configFile: string | undefined): ReturnType<typeof readPolicyTests> {
  const folder = configFile === undefined ? undefined : join(dirname(configFile), TESTS_FOLDER);
  // A broken link exists, and gets a diagnostic.
  if (folder === undefined || lstatSync(folder, { throwIfNoEntry: false }) === undefined)
    return { cases: [], diagnostics: [] };
  const { cases, diagnostics } = readPolicyTests(folder);
  // No setting names this folder, so an empty folder is no mistake.
  const isMistake = ({ code, severity }: Diagnostic) => code !== 'file_missing' || severity === 'error';
  return { cases, diagnostics: diagnostics.filter(isMistake) };
}

function printDiagnostics(
  output: Output,
  diagnostics: readonly Diagnostic[],
  counts: Readonly<Record<string, number>>,
): void {
  for (const diagnostic of diagnostics) printDiagnostic(output, diagnostic);
  const errors = diagnostics.filter(({ severity }) => severity === 'error').length;
  const read = Object.entries(counts)
    .map(([what, count]) => plural(count, what.replace(/s$/, '')))
    .join(', ');
  // Rules are compared only if all of them can be read.
  const later = errors === 0 ? '' : '; more warnings may follow after the errors are fixed';
  output.out(`${read}: ${plural(errors, 'error')}, ${plural(diagnostics.length - errors, 'warning')}${later}\n`);
}

/** A project of an older version has no key for approvals, so no approval can be requested. */
function checkApprovalKey(
  keys: readonly { readonly purpose: string }[],
  file: string | undefined,
): readonly Diagnostic[] {
  if (keys.some(({ purpose }) => purpose === 'approval')) return [];
  return [
    {
      severity: 'warning',
      code: 'approval_key_missing',
      message:
        'Rules require approvals, but the key that authenticates approval requests is missing. No approval can be requested.',
      fix: 'Run "agent-safe keys generate", which adds missing keys.',
      ...(file === undefined ? {} : { file: displayPath(file) }),
    },
  ];
}
