import { mergeSettings, type Settings, type SettingsOptions } from '../settings/settings.ts';

/**
 * Opens the settings alone, without policies, actions or targets. Commands use it that must work with broken policies.
 *
 * @throws AgentSafeError ERR_CONFIG_NOT_FOUND, ERR_CONFIG_INVALID
 */
export async function openSettings(options: SettingsOptions): Promise<Settings> {
  // Schemas and YAML are most of the program: they are loaded where something is to be read.
  const { readSettingsFile } = await import('./load.ts');
  return mergeSettings(options, readSettingsFile(options), options.cwd ?? process.cwd());
}
