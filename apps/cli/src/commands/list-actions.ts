import { actionsPath } from '@agent-safe/catalog';
import { type Action, quote, RISK_CLASSES, type RiskClass, suggest } from '@agent-safe/core';
import { loadProject, resolveSettings } from '@agent-safe/registry';
import { filterActions } from '@agent-safe/sdk';
import { defineCommand, type Options, PROJECT_OPTIONS, UsageError } from '../command/command.ts';
import { EXIT } from '../command/exit-code.ts';
import { settingsFrom } from '../options/project-settings.ts';
import { isRemote, SERVER_OPTIONS } from '../options/server-options.ts';
import { connectFrom, refuseLocal } from '../remote/connect.ts';
import { columns } from '../render/columns.ts';
import { printable, printJson } from '../render/style.ts';

const PROJECT = {
  config: PROJECT_OPTIONS.config,
  'no-config': PROJECT_OPTIONS['no-config'],
  registry: PROJECT_OPTIONS.registry,
} as const satisfies Options;

export const command = defineCommand({
  name: 'list-actions',
  summary: 'List the registered actions. Without a project: the actions of the catalog',
  positionals: '',
  arity: [0, 0],
  options: {
    tag: { type: 'string', value: 'TAG', summary: 'Only actions with this tag' },
    risk: { type: 'string', value: 'CLASS', summary: 'Only actions of this risk class', choices: RISK_CLASSES },
    ...SERVER_OPTIONS,
    ...PROJECT,
  },
  examples: ['agent-safe list-actions --tag kubernetes --risk high', 'agent-safe list-actions --json'],
  async run({ cwd, output, values }) {
    const risk = readRisk(values.risk);
    if (isRemote(values)) {
      refuseLocal(values, PROJECT);
      const found = await connectFrom(values).listActions({ tag: values.tag, risk });
      const actions = found.map((listed) => {
        const { input_schema: _, ...action } = listed;
        return action;
      });
      if (values.json) printJson(output, actions);
      else output.out(actions.length === 0 ? 'No action matches.\n' : `${describeActions(actions)}\n`);
      return EXIT.allow;
    }
    const { registry } = resolveSettings(settingsFrom(values, cwd));
    const { actions } = loadProject({ registry: registry ?? actionsPath });
    const listed = filterActions(actions, { tag: values.tag, risk });
    if (values.json) {
      printJson(output, listed);
      return EXIT.allow;
    }
    if (registry === undefined) output.err('No project was found here. These are the actions of the catalog.\n');
    output.out(listed.length === 0 ? describeNone(actions, values.tag) : `${describeActions(listed)}\n`);
    return EXIT.allow;
  },
});

function readRisk(given: string | undefined): RiskClass | undefined {
  if (given === undefined) return undefined;
  const risk = RISK_CLASSES.find((known) => known === given);
  if (risk === undefined) {
    throw new UsageError(`The risk class is unknown: ${quote(given)}. ${suggest(given, RISK_CLASSES)}`);
  }
  return risk;
}

function describeActions(actions: readonly Action[]): string {
  const rows = actions.map(({ name, parameters, risk_class, target_types }) => [
    name,
    risk_class,
    target_types.join(', ') || 'none',
    parameters.map((parameter) => (parameter.required ? parameter.name : `[${parameter.name}]`)).join(' '),
  ]);
  return columns([['ACTION', 'RISK', 'TARGET', 'PARAMETERS'], ...rows.map((row) => row.map(printable))]).join('\n');
}

function describeNone(actions: readonly Action[], tag: string | undefined): string {
  const tags = [...new Set(actions.flatMap((action) => action.tags))].sort();
  const hint = tag === undefined || tags.includes(tag) ? '' : ` The tags are: ${tags.join(', ')}.`;
  return `No action matches.${hint}\n`;
}
