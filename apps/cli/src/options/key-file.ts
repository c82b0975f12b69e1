import { closeSync, fsyncSync, openSync, readFileSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { AgentSafeError, describeCause } from '@agent-safe/core';
import { syncFolder } from '@agent-safe/core/node';
import { resolveSettings, tryKeys } from '@agent-safe/registry';
import type { Values } from '../command/command.ts';
import { readConfigOption } from './project-settings.ts';
import type { SETTINGS_OPTIONS } from './token-options.ts';

/** Returns the key file of the project. @throws AgentSafeError ERR_CONFIG_NOT_FOUND, ERR_KEYS_INVALID if the settings name none */
export function findKeyFile(values: Values<typeof SETTINGS_OPTIONS>, cwd: string): string {
  const { configFile, keys } = resolveSettings({ cwd, config: readConfigOption(values) });
  if (keys !== undefined) return keys;
  if (configFile === undefined) {
    const summary =
      'There is no agent-safe.yaml in this folder or above. Go to the folder of a project, or run "agent-safe init".';
    throw new AgentSafeError('ERR_CONFIG_NOT_FOUND', summary);
  }
  const summary = `The settings name no key file: ${configFile}. Add "keys: .agent-safe/keys.json".`;
  throw new AgentSafeError('ERR_KEYS_INVALID', summary);
}

/**
 * Replaces a key file completely or not at all. The new file is written under a second name first. Only one process at a
 * time can create that name, so two processes that add a key cannot overwrite each other.
 *
 * @param next returns the new text for the current text, or undefined to keep the file
 * @returns whether the file was replaced
 * @throws AgentSafeError ERR_KEYS_INVALID, also if the file is not a key file, or if other users can read it
 */
export function replaceKeyFile(path: string, next: (text: string) => string | undefined): boolean {
  const file = followLink(path);
  const beside = `${file}.next`;
  const descriptor = take(beside);
  let isTaken = true;
  try {
    const { diagnostics } = tryKeys(file);
    if (diagnostics.length > 0)
      throw new AgentSafeError('ERR_KEYS_INVALID', 'The keys cannot be changed: the key file is not valid.', {
        diagnostics,
      });
    const text = next(readFileSync(file, 'utf8'));
    if (text === undefined) return false;
    writeFileSync(descriptor, text);
    fsyncSync(descriptor);
    // A full disk may have stored only a part.
    if (readFileSync(beside, 'utf8') !== text) throw new Error('the file is incomplete');
    renameSync(beside, file);
    isTaken = false;
    syncFolder(dirname(file));
    return true;
  } catch (error) {
    if (error instanceof AgentSafeError) throw error;
    const summary = `The keys cannot be written: ${file} (${describeCause(error)}). The file is unchanged.`;
    throw new AgentSafeError('ERR_KEYS_INVALID', summary);
  } finally {
    closeSync(descriptor);
    if (isTaken) rmSync(beside, { force: true });
  }
}

/** Returns the file behind a symbolic link, so that the link stays. */
function followLink(path: string): string {
  try {
    return realpathSync(resolve(path));
  } catch {
    return path;
  }
}

function take(beside: string): number {
  try {
    return openSync(beside, 'wx', 0o600);
  } catch (error) {
    const why = describeCause(error);
    const file = beside.slice(0, -'.next'.length);
    const summary =
      why === 'EEXIST'
        ? `Another process is changing the keys, or was stopped before it finished: ${beside} exists. If no process is running, remove this file.`
        : `The keys cannot be written: ${file} (${why}). If the project has no keys yet, run "agent-safe keys generate".`;
    throw new AgentSafeError('ERR_KEYS_INVALID', summary);
  }
}
