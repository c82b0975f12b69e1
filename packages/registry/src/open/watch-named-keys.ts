import { WatchedFile, type WatchOptions } from '../keys/watched-file.ts';
import type { Settings } from '../settings/settings.ts';

type NamedKeys = Pick<Settings, 'configFile' | 'keys' | 'signingKeyVariable'>;

/** Keys that a program gives itself. The settings do not count for them. */
interface GivenKeys {
  readonly keys?: string | undefined;
  readonly signingKey?: string | Uint8Array | undefined;
}

/**
 * Returns a function that says why the settings do not name the keys of a running process any more; undefined while they
 * do. All other settings are read once. A settings file that is missing or invalid removes nothing.
 */
export async function watchNamedKeys(
  { configFile, keys, signingKeyVariable }: NamedKeys,
  given: GivenKeys,
  options: WatchOptions,
): Promise<() => string | undefined> {
  const isKeyFileNamed = keys !== undefined && given.keys === undefined;
  const isVariableNamed = signingKeyVariable !== undefined && given.signingKey === undefined;
  if (configFile === undefined || !(isKeyFileNamed || isVariableNamed)) return () => undefined;
  const { loadConfig } = await import('./load.ts');
  let reason: string | undefined;
  const parse = () => {
    const named = loadConfig(configFile);
    const isRemoved =
      (isKeyFileNamed && named.keys !== keys) || (isVariableNamed && named.signing_key_env !== signingKeyVariable);
    reason = isRemoved
      ? `The settings name other keys than this process uses, or none: ${configFile}. Restart the process.`
      : undefined;
    return true;
  };
  const effect = 'Until then, the settings that were read stay in use.';
  const watched = new WatchedFile(configFile, { what: 'settings file', effect, parse }, options);
  return () => {
    // A look reads the settings again after a change.
    void watched.content;
    return reason;
  };
}
