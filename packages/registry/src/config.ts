import { lstatSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { AgentSafeError, type Problem } from '@agent-safe/core';
import { type Config, readConfig } from '@agent-safe/schemas';
import { displayPath, readYamlFile, unreadable } from './files.ts';
import { locateAll } from './yaml-document.ts';

export const CONFIG_FILE = 'agent-safe.yaml';

/** Settings with paths made absolute, and the file they come from. */
export interface LoadedConfig extends Config {
  readonly file: string;
}

/**
 * Looks for agent-safe.yaml in a folder and in every folder above it. One that cannot be read is found all the same: to
 * go on upwards would decide by settings that are not meant.
 *
 * @throws AgentSafeError ERR_CONFIG_INVALID where the file has the wrong ending
 */
export function findConfig(from: string): string | undefined {
  for (let folder = resolve(from); ; folder = dirname(folder)) {
    const file = join(folder, CONFIG_FILE);
    if (isThere(file)) return file;
    const misnamed = file.replace(/yaml$/, 'yml');
    if (isThere(misnamed)) {
      throw new AgentSafeError(
        'ERR_CONFIG_INVALID',
        `${displayPath(misnamed)} is not read. Rename it to ${CONFIG_FILE}.`,
      );
    }
    if (dirname(folder) === folder) return undefined;
  }
}

/**
 * Reads the settings. Paths in it are relative to the file.
 *
 * @throws AgentSafeError ERR_CONFIG_NOT_FOUND, ERR_CONFIG_INVALID
 */
export function loadConfig(file: string): LoadedConfig {
  const { config, problems } = tryConfig(file);
  if (config !== undefined && problems.length === 0) return config;
  const missing = problems.some((problem) => problem.code === 'file_missing');
  throw new AgentSafeError(
    missing ? 'ERR_CONFIG_NOT_FOUND' : 'ERR_CONFIG_INVALID',
    'The configuration cannot be used.',
    { problems },
  );
}

/**
 * As {@link loadConfig}, with the mistakes as a value. Next to a mistake, `config` still holds the paths that can be read,
 * so that `validate` finds what is wrong behind them in the same run; nothing may be decided with it.
 */
export function tryConfig(file: string): { config: LoadedConfig | undefined; problems: readonly Problem[] } {
  const path = resolve(file);
  try {
    const document = readYamlFile(path);
    if (document.value === undefined) return { config: undefined, problems: document.problems };
    const { document: config, findings } = readConfig(document.value);
    const problems = [...document.problems, ...locateAll(document, findings)];
    return { config: { ...absolute(config ?? salvage(document.value), dirname(path)), file: path }, problems };
  } catch (error) {
    return { config: undefined, problems: [unreadable(path, 'settings', error)] };
  }
}

function isThere(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}

const PATHS = ['registry', 'policies', 'inventory', 'keys'] as const;

function salvage(value: unknown): Config {
  const settings = typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
  const paths = PATHS.filter((key) => typeof settings[key] === 'string').map((key) => [key, settings[key]]);
  return { strict: settings.strict === true, require_verified_callers: false, ...Object.fromEntries(paths) } as Config;
}

function absolute(config: Config, folder: string): Config {
  const paths = PATHS.flatMap((key) => {
    const path = config[key];
    return path === undefined ? [] : [[key, resolve(folder, path)] as const];
  });
  return { ...config, ...Object.fromEntries(paths) };
}
