import { existsSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { type Action, AgentSafeError, type Diagnostic } from '@agent-safe/core';
import { displayPath, readProject, requirePaths, resolveSettings } from '@agent-safe/registry';
import { defineCommand, PROJECT_OPTIONS } from '../../command/command.ts';
import { EXIT } from '../../command/exit-code.ts';
import { settingsFrom } from '../../options/project-settings.ts';
import {
  isCatalogCopy,
  type NeededAction,
  readActionFile,
  readCatalog,
  withRollbacks,
} from '../../project-files/catalog-actions.ts';
import { createFiles, type NewFile } from '../../project-files/create-files.ts';
import { withSchemaLine } from '../../project-files/schema-line.ts';
import { printDiagnostic } from '../../render/diagnostics.ts';
import { printable, printJson } from '../../render/style.ts';

export const command = defineCommand({
  name: 'catalog add',
  summary: 'Copy actions of the catalog, with the rollback actions that they need, into the project',
  positionals: '<name> …',
  arity: [1, Number.POSITIVE_INFINITY],
  options: PROJECT_OPTIONS,
  examples: ['agent-safe catalog add drain-node', 'agent-safe catalog add update-image rollout-status --json'],
  async run({ cwd, output, positionals, values }) {
    const catalog = readCatalog();
    const needed = withRollbacks(positionals, catalog);
    const settings = requirePaths(resolveSettings(settingsFrom(values, cwd)));
    const folder = requireFolder(settings.registry);
    const missing = findMissing(needed, folder, catalog);
    createFiles(missing.map(({ name }) => describeFile(name, folder)));
    const { diagnostics } = readProject(settings);
    const isValid = !diagnostics.some(({ severity }) => severity === 'error');
    const present = needed.filter((each) => !missing.includes(each)).map(({ name }) => name);
    if (values.json) {
      const added = missing.map(({ name, rollbackOf }) => ({
        name,
        file: join(folder, `${name}.yaml`),
        rollback_of: rollbackOf ?? null,
      }));
      printJson(output, { added, present, valid: isValid, problems: diagnostics });
      return isValid ? EXIT.allow : EXIT.error;
    }
    for (const { name, rollbackOf } of missing) {
      const why = rollbackOf === undefined ? '' : ` (the rollback action of ${rollbackOf})`;
      output.out(`  added    ${printable(displayPath(join(folder, `${name}.yaml`)))}${why}\n`);
    }
    for (const name of present) output.out(`  present  ${name}: the project has it already\n`);
    for (const diagnostic of diagnostics) printDiagnostic(output, diagnostic);
    output.out(describeNext(isValid, missing.length));
    return isValid ? EXIT.allow : EXIT.error;
  },
});

function describeNext(isValid: boolean, added: number): string {
  if (!isValid) return 'The project has errors: nothing can be decided until they are fixed.\n';
  if (added === 0) return 'Nothing was added. The project is valid.\n';
  return 'The project is valid. Every added action is denied until a rule allows it: edit the policies, then run "agent-safe validate".\n';
}

/** @throws AgentSafeError ERR_CONFIG_INVALID if the actions are in one file: a copy would need a folder */
function requireFolder(registry: string): string {
  if (!existsSync(registry) || statSync(registry).isDirectory()) return registry;
  throw new AgentSafeError(
    'ERR_CONFIG_INVALID',
    `The registry is one file, not a folder: ${displayPath(registry)}. Move it into a folder, and name the folder in "registry".`,
  );
}

/**
 * Returns the needed actions that the project does not have.
 *
 * @throws AgentSafeError ERR_REGISTRY_INVALID if a file or an action with that name exists, because nothing is overwritten
 */
function findMissing(
  needed: readonly NeededAction[],
  folder: string,
  catalog: readonly Action[],
): readonly NeededAction[] {
  const own = existsSync(folder) ? readProject({ registry: folder }).actions : [];
  const conflicts: Diagnostic[] = [];
  const missing = needed.filter(({ name, rollbackOf }) => {
    const entry = own.find(({ document }) => document.name === name);
    if (entry !== undefined) {
      // The project may have its own version of a rollback action.
      if (rollbackOf !== undefined || isCatalogCopy(entry.document, catalog)) return false;
      conflicts.push({
        severity: 'error',
        code: 'action_changed',
        message: `The project has its own version of "${name}", which is not overwritten.`,
        fix: 'To get the version of the catalog, move this file out of the registry first.',
        ...entry.place(['name']),
      });
      return false;
    }
    const file = join(folder, `${name}.yaml`);
    if (!existsSync(file)) return true;
    conflicts.push({
      severity: 'error',
      code: 'file_exists',
      message: `The file exists, but holds no valid action "${name}". It is not overwritten.`,
      fix: 'Correct it, or move it away.',
      file: displayPath(file),
    });
    return false;
  });
  if (conflicts.length === 0) return missing;
  throw new AgentSafeError('ERR_REGISTRY_INVALID', 'Nothing was added: the project has changed files of these names.', {
    diagnostics: conflicts,
  });
}

/** `init` writes the JSON Schemas beside the registry. A project without them gets no line that names one. */
function describeFile(name: string, folder: string): NewFile {
  const path = join(folder, `${name}.yaml`);
  const schema = join(dirname(folder), 'schemas', 'action.schema.json');
  const content = readActionFile(name);
  return { path, content: existsSync(schema) ? withSchemaLine(content, relative(folder, schema)) : content };
}
