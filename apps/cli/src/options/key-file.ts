import { closeSync, fsyncSync, openSync, readFileSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { AgentSafeError, describeCause } from '@agent-safe/core';
import { resolveSettings, tryKeys } from '@agent-safe/registry';
import type { Values } from '../command/command.ts';
import { readConfigOption } from './project-settings.ts';
import type { SETTINGS_OPTIONS } from './token-options.ts';

/** The key file of the project that a command belongs to. @throws AgentSafeError ERR_KEYS_INVALID where it names none */
export function findKeyFile(values: Values<typeof SETTINGS_OPTIONS>, cwd: string): string {
  const { configFile, keys } = resolveSettings({ cwd, config: readConfigOption(values) });
  if (keys !== undefined) return keys;
  if (configFile === undefined) {
    const summary = 'There is no agent-safe.yaml here or above. Go to a project, or make one with "agent-safe init".';
    throw new AgentSafeError('ERR_CONFIG_NOT_FOUND', summary);
  }
  const summary = `${configFile} names no file of keys. Add "keys: .agent-safe/keys.json" to it.`;
  throw new AgentSafeError('ERR_KEYS_INVALID', summary);
}

/**
 * Replaces a key file as a whole or not at all. The new one is written beside it first, under a name that only one writer at
 * a time can take: of two that add a key, one would lose its own.
 *
 * @param next the text that follows the one that is there; undefined where that one stays
 * @returns whether it was replaced
 * @throws AgentSafeError ERR_KEYS_INVALID, also where the file is not one, or others can read it
 */
export function replaceKeyFile(path: string, next: (text: string) => string | undefined): boolean {
  const file = followLink(path);
  const beside = `${file}.next`;
  const descriptor = take(beside);
  let isTaken = true;
  try {
    const { diagnostics } = tryKeys(file);
    if (diagnostics.length > 0)
      throw new AgentSafeError('ERR_KEYS_INVALID', 'The keys cannot be changed.', { diagnostics });
    const text = next(readFileSync(file, 'utf8'));
    if (text === undefined) return false;
    writeFileSync(descriptor, text);
    fsyncSync(descriptor);
    // A full disk may have taken a part of it.
    if (readFileSync(beside, 'utf8') !== text) throw new Error('it was not written as a whole');
    renameSync(beside, file);
    isTaken = false;
    syncFolder(dirname(file));
    return true;
  } catch (error) {
    if (error instanceof AgentSafeError) throw error;
    const summary = `The keys cannot be written at ${file}: ${describeCause(error)}. What was there stays.`;
    throw new AgentSafeError('ERR_KEYS_INVALID', summary);
  } finally {
    closeSync(descriptor);
    if (isTaken) rmSync(beside, { force: true });
  }
}

/** A link stays a link, and what it leads to is replaced. */
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
        ? `Another process changes the keys, or was stopped while it did. If none does, remove ${beside}.`
        : `The keys cannot be written at ${file}: ${why}. Run "agent-safe keys generate" where there are none yet.`;
    throw new AgentSafeError('ERR_KEYS_INVALID', summary);
  }
}

/** The new name survives a loss of power. */
function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const descriptor = openSync(folder, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
