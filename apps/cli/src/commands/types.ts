import { existsSync, readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { type Action, AgentSafeError, describeCause, inputSchema, quote, sortBy, suggest } from '@agent-safe/core';
import { replaceFile } from '@agent-safe/core/node';
import { loadProject, resolveSettings } from '@agent-safe/registry';
import { TITLE, writeTypeModule } from '../action-types/type-module.ts';
import { defineCommand, PROJECT_OPTIONS, UsageError } from '../command/command.ts';
import { EXIT } from '../command/exit-code.ts';
import { settingsFrom } from '../options/project-settings.ts';
import { plural } from '../render/plural.ts';
import { printable, printJson } from '../render/style.ts';

const FORMATS = ['typescript', 'json-schema'] as const;
type Format = (typeof FORMATS)[number];

export const command = defineCommand({
  name: 'types',
  summary: 'Write the actions and their parameters as TypeScript types, or as JSON Schemas for tool definitions',
  positionals: '[action…]',
  arity: [0, Number.POSITIVE_INFINITY],
  options: {
    out: { type: 'string', value: 'FILE', summary: 'Write to this file instead of the standard output' },
    check: { type: 'boolean', summary: 'Write nothing. Fail if the file is missing or stale, for CI' },
    format: {
      type: 'string',
      value: 'FORMAT',
      summary: 'typescript, or json-schema: a list of names, descriptions and input schemas',
      default: 'typescript',
      choices: FORMATS,
    },
    config: PROJECT_OPTIONS.config,
    'no-config': PROJECT_OPTIONS['no-config'],
    registry: PROJECT_OPTIONS.registry,
  },
  examples: [
    'agent-safe types --out src/action-types.ts',
    'agent-safe types --out src/action-types.ts --check',
    'agent-safe types send-email --format json-schema',
  ],
  async run({ cwd, output, positionals, values }) {
    const format = readFormat(values.format);
    if (values.check === true && values.out === undefined)
      throw new UsageError('The file to check is missing: agent-safe types --out FILE --check.');
    const { actions } = loadProject({ registry: readRegistry(values, cwd) });
    const chosen = choose(actions, positionals);
    const text = format === 'typescript' ? writeTypeModule(chosen) : writeSchemas(chosen);
    if (values.out === undefined) {
      if (values.json && format === 'typescript') printJson(output, { types: text });
      else output.out(text);
      return EXIT.allow;
    }
    const file = resolve(cwd, values.out);
    const current = readCurrent(file);
    const state = current === text ? 'unchanged' : values.check === true ? 'stale' : 'written';
    if (state === 'written') {
      if (!isReplaceable(current)) throw notReplaced(file);
      write(file, text);
    }
    if (values.json) printJson(output, { file, state, actions: chosen.length });
    else if (state !== 'stale') output.out(`${printable(values.out)}: ${state} (${plural(chosen.length, 'action')})\n`);
    if (state !== 'stale') return EXIT.allow;
    output.err(describeStale(values.out, current !== undefined));
    return EXIT.error;
  },
});

function readRegistry(values: Parameters<typeof settingsFrom>[0], cwd: string): string {
  const { registry } = resolveSettings(settingsFrom(values, cwd));
  if (registry !== undefined) return registry;
  const summary = 'No project was found here. Create one with agent-safe init, or give --registry FOLDER.';
  throw new AgentSafeError('ERR_CONFIG_NOT_FOUND', summary);
}

function readFormat(given: string | undefined): Format {
  const format = FORMATS.find((known) => known === (given ?? 'typescript'));
  if (format !== undefined) return format;
  throw new UsageError(`The format is unknown: ${quote(given ?? '')}. ${suggest(given ?? '', FORMATS)}`);
}

function choose(actions: readonly Action[], names: readonly string[]): readonly Action[] {
  const known = actions.map(({ name }) => name);
  const unknown = names.find((name) => !known.includes(name));
  if (unknown !== undefined)
    throw new UsageError(`The registry has no action ${quote(unknown)}. ${suggest(unknown, known)}`);
  return names.length === 0 ? actions : actions.filter(({ name }) => names.includes(name));
}

function writeSchemas(actions: readonly Action[]): string {
  const tools = sortBy(actions, ({ name }) => name).map((action) => {
    return { name: action.name, description: action.description, inputSchema: inputSchema(action) };
  });
  return `${JSON.stringify(tools, null, 2)}\n`;
}

/** Returns the text of the file; undefined if it is missing. Git may have converted its line ends. */
function readCurrent(file: string): string | undefined {
  if (!existsSync(file)) return undefined;
  if (!statSync(file).isFile()) throw unwritable(file, 'it is not a file');
  return readFileSync(file, 'utf8').replaceAll('\r\n', '\n');
}

/** Only a file that this command wrote is replaced, so that a wrong path destroys no other file. */
function isReplaceable(current: string | undefined): boolean {
  if (current === undefined || current.trim() === '' || current.includes(TITLE)) return true;
  try {
    const tools: unknown = JSON.parse(current);
    return (
      Array.isArray(tools) && tools.every((tool) => typeof tool === 'object' && tool !== null && 'inputSchema' in tool)
    );
  } catch {
    return false;
  }
}

function notReplaced(file: string): AgentSafeError {
  const summary = `The file was not written by "agent-safe types", and is not replaced: ${file}. Give another path.`;
  return new AgentSafeError('ERR_CONFIG_INVALID', summary);
}

function write(file: string, text: string): void {
  try {
    replaceFile(file, text, 0o644);
  } catch (error) {
    throw unwritable(file, describeCause(error));
  }
}

function unwritable(file: string, why: string): AgentSafeError {
  return new AgentSafeError('ERR_CONFIG_INVALID', `The types cannot be written to ${file}: ${why}. Give another path.`);
}

function describeStale(file: string, exists: boolean): string {
  const what = exists ? 'is stale: the actions have changed' : 'does not exist';
  return `${printable(file)} ${what}. Run the same command without --check.\n`;
}
