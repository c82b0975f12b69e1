import { resolve } from 'node:path';
import { type NoteVerifier, readBackwards } from '@agent-safe/audit';
import { AgentSafeError } from '@agent-safe/core';
import { loadKeys, resolveSettings } from '@agent-safe/registry';
import type { Settings } from '@agent-safe/registry/open';
import { openVerifiers } from '@agent-safe/sdk';
import { type Options, UsageError, type Values } from '../../command/command.ts';

/** Options of every command that reads an audit log. */
export const LOG_OPTIONS = {
  config: { type: 'string', value: 'FILE', summary: 'Settings; otherwise agent-safe.yaml, here or above' },
  'no-config': { type: 'boolean', summary: 'Read no settings' },
} as const satisfies Options;

/** The log that a command is about, and the settings around it. */
export interface FoundLog {
  readonly path: string;
  readonly settings: Settings;
}

/**
 * The log that is named, or the one of the settings.
 *
 * @throws UsageError where there is neither
 */
export function findLog(given: string | undefined, values: Values<typeof LOG_OPTIONS>, cwd: string): FoundLog {
  if (values.config !== undefined && values['no-config'])
    throw new UsageError('--config and --no-config exclude one another.');
  const settings = resolveSettings({ cwd, config: values['no-config'] ? false : values.config });
  const path = given === undefined ? settings.auditLog?.path : resolve(cwd, given);
  if (path !== undefined) return { path, settings };
  throw new UsageError('Name the audit log: no audit_log is configured here.');
}

/** The keys of the project that sign checkpoints. @throws AgentSafeError where the file of keys cannot be used */
export function loadVerifiers({ keys }: Settings): Promise<readonly NoteVerifier[]> {
  return openVerifiers(keys === undefined ? [] : loadKeys(keys).checkpoints);
}

/** As {@link loadVerifiers}, on machines that have the settings and not the keys. */
export async function tryVerifiers(settings: Settings): Promise<readonly NoteVerifier[]> {
  try {
    return await loadVerifiers(settings);
  } catch (error) {
    if (error instanceof AgentSafeError) return [];
    throw error;
  }
}

/** @throws AgentSafeError ERR_AUDIT_INVALID where there is no log: what only reads it must not make one */
export async function requireLog(path: string): Promise<void> {
  for await (const _ of readBackwards(path)) return;
}
