import type { LoadedConfig } from './config.ts';
import { findConfig } from './find-config.ts';
import { fingerprint, readKept, writeKept } from './kept-project.ts';
import type { PolicySet } from './policy-set.ts';
import { mergeSettings, requirePaths, type Settings, type SettingsOptions } from './settings.ts';

export interface OpenProjectOptions extends SettingsOptions {
  /**
   * Identifies the program, down to its last byte. Where it is given, what was read from the files is kept in the folder
   * .agent-safe beside the configuration, and is not read again by the same program while no file changes.
   */
  readonly build?: string | undefined;
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
export async function openProject({ build, ...options }: OpenProjectOptions): Promise<OpenedProject> {
  const cwd = options.cwd ?? process.cwd();
  const hasPaths = options.registry !== undefined || options.policies !== undefined;
  const isKept = build !== undefined && options.config === undefined && !hasPaths && options.inventory === undefined;
  const file = isKept ? findConfig(cwd) : undefined;
  const kept = file === undefined || build === undefined ? undefined : readKept(file, build);
  const finish = (policySet: PolicySet, config: LoadedConfig | undefined): OpenedProject => ({
    policySet,
    settings: requirePaths(mergeSettings(options, config, cwd)),
  });
  if (kept !== undefined) return finish(kept.policySet, kept.config);

  // Schemas and YAML are most of the program: they are loaded where something is to be read.
  const { loadProject, readSettingsFile } = await import('./load.ts');
  const config = readSettingsFile({ ...options, cwd, config: options.config ?? (hasPaths ? false : undefined) });
  const settings = requirePaths(mergeSettings(options, config, cwd));
  const before = file === undefined || config === undefined ? undefined : fingerprint(config);
  const policySet = loadProject(settings);
  if (build !== undefined && config !== undefined && before !== undefined) writeKept(config, policySet, build, before);
  return { policySet, settings };
}
