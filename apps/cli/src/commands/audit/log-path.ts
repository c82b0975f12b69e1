import { readdirSync, statSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { type NoteSigner, type NoteVerifier, readBackwards, readLogStart } from '@agent-safe/audit';
import { AgentSafeError, describeArchived } from '@agent-safe/core';
import { realLogPath } from '@agent-safe/core/node';
import { loadKeys, resolveSettings } from '@agent-safe/registry';
import type { Settings } from '@agent-safe/registry/open';
import { openSigner, openVerifiers } from '@agent-safe/sdk';
import { type Options, UsageError, type Values } from '../../command/command.ts';
import { printable } from '../../render/style.ts';

/** Options of every command that reads an audit log. */
export const LOG_OPTIONS = {
  config: { type: 'string', value: 'FILE', summary: 'Settings file. Default: agent-safe.yaml here or above' },
  'no-config': { type: 'boolean', summary: 'Read no settings' },
} as const satisfies Options;

/** The log that a command reads, and the settings of its project. */
export interface FoundLog {
  readonly path: string;
  readonly settings: Settings;
}

/**
 * Returns the named log, the log in the folder of an archive, or the log of the settings.
 *
 * @throws UsageError if there is neither
 */
export function findLog(given: string | undefined, values: Values<typeof LOG_OPTIONS>, cwd: string): FoundLog {
  if (values.config !== undefined && values['no-config'])
    throw new UsageError('--config and --no-config cannot be combined.');
  const settings = resolveSettings({ cwd, config: values['no-config'] ? false : values.config });
  const path = given === undefined ? settings.auditLog?.path : findInFolder(resolve(cwd, given));
  if (path !== undefined) return { path, settings };
  throw new UsageError('No audit log is configured here. Give the path of the log.');
}

/** Returns the log in the folder of an archive. Returns the path of a file unchanged. */
function findInFolder(path: string): string {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory() !== true) return path;
  const statement = readdirSync(path).find((name) => name.endsWith('.end'));
  if (statement !== undefined) return join(path, statement.slice(0, -'.end'.length));
  // Archives of "audit restart" and "restore" have no statement.
  const [, name] = /^(.+)\.archive-[^/]*$/.exec(basename(path)) ?? [];
  return name === undefined ? path : join(path, name);
}

/** Returns a sentence about the archived events of a log; empty if nothing was archived. The statement is not verified. */
export function archivedOf(path: string): string {
  const { folder, seq: until } = readLogStart(realLogPath(path));
  return describeArchived(folder === undefined ? undefined : { folder, until });
}

/** Returns the sentence of {@link archivedOf} as a line; empty if nothing was archived. */
export function archivedLine(path: string): string {
  const text = archivedOf(path).trimStart();
  return text === '' ? '' : `${printable(text)}\n`;
}

/** Loads the newest key for checkpoints; undefined without one. @throws AgentSafeError if the key file cannot be used */
export async function loadSigner({ keys }: Settings): Promise<NoteSigner | undefined> {
  const key = keys === undefined ? undefined : loadKeys(keys).checkpoints.at(-1);
  return key === undefined ? undefined : openSigner(key);
}

/** Loads the keys that verify checkpoints. @throws AgentSafeError if the key file cannot be used */
export function loadVerifiers({ keys }: Settings): Promise<readonly NoteVerifier[]> {
  return openVerifiers(keys === undefined ? [] : loadKeys(keys).checkpoints);
}

/** As {@link loadVerifiers}, but returns no keys if the key file cannot be used: some machines have only the settings. */
export async function tryVerifiers(settings: Settings): Promise<readonly NoteVerifier[]> {
  try {
    return await loadVerifiers(settings);
  } catch (error) {
    if (error instanceof AgentSafeError) return [];
    throw error;
  }
}

/** @throws AgentSafeError ERR_AUDIT_INVALID if there is no log. A reader must not create one. */
export async function requireLog(path: string): Promise<void> {
  for await (const _ of readBackwards(path)) return;
}
