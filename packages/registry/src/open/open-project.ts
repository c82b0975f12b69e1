import type { PolicySet } from '../bundle/policy-set.ts';
import { type CacheOptions, readProjectCache, writeProjectCache } from '../cache/project-cache.ts';
import { findConfig } from '../settings/find-config.ts';
import { mergeSettings, requirePaths, type Settings, type SettingsOptions } from '../settings/settings.ts';

export interface OpenProjectOptions extends SettingsOptions {
  /** Where it is given, what was read is kept, and is not read again by the same program while no file changes. */
  readonly cache?: CacheOptions | undefined;
}

/** What decides, and how. */
export interface OpenedProject {
  readonly policySet: PolicySet;
  readonly settings: Settings & { readonly registry: string; readonly policies: string };
}

/**
 * Reads everything that decides: the configuration, and the documents that it names. Where paths are given no file is
 * looked for unless `config` names it.
 *
 * @throws AgentSafeError with every mistake that was found, each with file, line and fix
 */
export async function openProject({ cache, ...options }: OpenProjectOptions): Promise<OpenedProject> {
  const cwd = options.cwd ?? process.cwd();
  const hasPaths = options.registry !== undefined || options.policies !== undefined;
  const isPlain = options.config === undefined && !hasPaths && options.inventory === undefined;
  const file = cache !== undefined && isPlain ? findConfig(cwd) : undefined;
  const kept = file === undefined || cache === undefined ? undefined : readProjectCache(file, cache);
  if (kept !== undefined) {
    return { policySet: kept.policySet, settings: requirePaths(mergeSettings(options, kept.config, cwd)) };
  }

  // Schemas and YAML are most of the program: they are loaded where something is to be read.
  const { loadConfig, loadProject, readSettingsFile } = await import('./load.ts');
  const config = readSettingsFile({ ...options, cwd, config: options.config ?? (hasPaths ? false : undefined) });
  const settings = requirePaths(mergeSettings(options, config, cwd));
  const { files, ...policySet } = loadProject(settings);
  if (cache !== undefined && file !== undefined && config !== undefined) {
    const documents = files.map(({ sha256 }) => sha256);
    writeProjectCache(config, policySet, cache, documents, () => loadConfig(config.file));
  }
  return { policySet, settings };
}
