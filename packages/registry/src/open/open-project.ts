import type { PolicySet } from '../bundle/policy-set.ts';
import { type CacheOptions, readProjectCache, writeProjectCache } from '../cache/project-cache.ts';
import { findConfig } from '../settings/find-config.ts';
import { mergeSettings, requirePaths, type Settings, type SettingsOptions } from '../settings/settings.ts';

export interface OpenProjectOptions extends SettingsOptions {
  /** If given, the content of the files is cached, and the same program skips parsing while no file has changed. */
  readonly cache?: CacheOptions | undefined;
}

/** The documents that decide, and the settings. */
export interface OpenedProject {
  readonly policySet: PolicySet;
  readonly settings: Settings & { readonly registry: string; readonly policies: string };
}

/**
 * Reads the configuration and its documents. If paths are given, no configuration file is searched; only `config` is read.
 *
 * @throws AgentSafeError with every error of the files, each with file, line and fix
 */
export async function openProject({ cache, ...options }: OpenProjectOptions): Promise<OpenedProject> {
  const cwd = options.cwd ?? process.cwd();
  const hasPaths = options.registry !== undefined || options.policies !== undefined;
  const isPlain = options.config === undefined && !hasPaths && options.inventory === undefined;
  const file = cache !== undefined && isPlain ? findConfig(cwd) : undefined;
  const cached = file === undefined || cache === undefined ? undefined : readProjectCache(file, cache);
  if (cached !== undefined) {
    return { policySet: cached.policySet, settings: requirePaths(mergeSettings(options, cached.config, cwd)) };
  }

  // Schemas and YAML are most of the program, so they are loaded only if files must be parsed.
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
