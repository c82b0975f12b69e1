import { existsSync } from 'node:fs';
import { type Action, quote, suggest } from '@agent-safe/core';
import { readProject, resolveSettings } from '@agent-safe/registry';
import { defineCommand, type Output, PROJECT_OPTIONS, UsageError } from '../../command/command.ts';
import { EXIT } from '../../command/exit-code.ts';
import { settingsFrom } from '../../options/project-settings.ts';
import {
  isCatalogCopy,
  PLATFORMS,
  type Platform,
  platformOf,
  readCatalog,
} from '../../project-files/catalog-actions.ts';
import { columns } from '../../render/columns.ts';
import { printable, printJson } from '../../render/style.ts';

/** Whether the project has an action: unchanged, changed, or not at all. */
type Presence = 'yes' | 'changed' | 'no';

export const command = defineCommand({
  name: 'catalog list',
  summary: 'Show the actions of the catalog, and which of them the project has',
  positionals: '',
  arity: [0, 0],
  options: {
    platform: { type: 'string', value: 'NAME', summary: 'Show only actions of this platform: kubernetes, aws' },
    config: PROJECT_OPTIONS.config,
    'no-config': PROJECT_OPTIONS['no-config'],
    registry: PROJECT_OPTIONS.registry,
  },
  examples: ['agent-safe catalog list', 'agent-safe catalog list --platform aws --json'],
  async run({ cwd, output, values }) {
    const platform = readPlatform(values.platform);
    const catalog = readCatalog();
    const present = findPresent(resolveSettings(settingsFrom(values, cwd)).registry, catalog);
    const rows = catalog
      .filter((action) => platform === undefined || platformOf(action) === platform)
      .map((action) => ({
        name: action.name,
        risk_class: action.risk_class,
        platform: platformOf(action) ?? null,
        description: action.description,
        in_project: present === undefined ? null : (present.get(action.name) ?? 'no'),
      }));
    if (values.json) printJson(output, { actions: rows });
    else print(output, rows);
    return EXIT.allow;
  },
});

function readPlatform(given: string | undefined): Platform | undefined {
  if (given === undefined) return undefined;
  const platform = PLATFORMS.find((known) => known === given);
  if (platform !== undefined) return platform;
  throw new UsageError(`${quote(given)} is not a platform of the catalog. ${suggest(given, PLATFORMS)}`);
}

/** @returns undefined if there is no project */
function findPresent(
  registry: string | undefined,
  catalog: readonly Action[],
): ReadonlyMap<string, Presence> | undefined {
  if (registry === undefined) return undefined;
  // An empty or missing folder has no action yet.
  const actions = existsSync(registry) ? readProject({ registry }).actions : [];
  return new Map(actions.map(({ document }) => [document.name, isCatalogCopy(document, catalog) ? 'yes' : 'changed']));
}

function print(
  output: Output,
  rows: readonly {
    readonly name: string;
    readonly risk_class: string;
    readonly platform: string | null;
    readonly description: string;
    readonly in_project: Presence | null;
  }[],
): void {
  const hasProject = rows.some((row) => row.in_project !== null);
  const lines = rows.map((row) => [
    row.name,
    row.risk_class,
    row.platform ?? '-',
    ...(hasProject ? [row.in_project ?? 'no'] : []),
    row.description,
  ]);
  const titles = ['ACTION', 'RISK', 'PLATFORM', ...(hasProject ? ['IN PROJECT'] : []), 'DESCRIPTION'];
  output.out(`${columns([titles, ...lines.map((line) => line.map(printable))]).join('\n')}\n`);
  output.err(
    hasProject
      ? 'Add actions to the project: agent-safe catalog add NAME…\n'
      : 'No project was found here. Create one: agent-safe init.\n',
  );
}
