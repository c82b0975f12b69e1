import { mergeSettings, type Settings, type SettingsOptions } from '../settings/settings.ts';

/**
 * Opens only the settings, without policies, actions or targets, for commands that must work with broken policies.
 *
 * @throws AgentSafeError ERR_CONFIG_NOT_FOUND, ERR_CONFIG_INVALID
 */
export async function openSettings(options: SettingsOptions): Promise<Settings> {
  // Schemas and YAML are most of the program, so they are loaded only if files must be parsed.
  const { readSettingsFile } = await import('./load.ts');
  return mergeSettings(options, readSettingsFile(options), options.cwd ?? process.cwd());
}
