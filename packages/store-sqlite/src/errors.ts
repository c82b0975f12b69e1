import { AgentSafeError } from '@agent-safe/core';
import { primaryCode } from '@agent-safe/core/node';

const HELD = 'Another process keeps the file locked. Find the process, for example with "fuser", and try again.';
const ACCESS =
  'The path must be a file in a folder, and this user must have write access to both. Check "state" in agent-safe.yaml.';
const DAMAGED =
  'The file is damaged or is not a state file of Agent-Safe. Restore the newest copy, or run: agent-safe state rebuild';
const FULL = 'The disk is full. Free some space.';

/** Advice for each primary result code of SQLite and each error code of the system. */
const ADVICE: Readonly<Record<string, string>> = {
  3: ACCESS,
  5: HELD,
  8: ACCESS,
  11: DAMAGED,
  13: FULL,
  14: ACCESS,
  26: DAMAGED,
  EACCES: ACCESS,
  EEXIST: ACCESS,
  ENOENT: ACCESS,
  ENOSPC: FULL,
  ENOTDIR: ACCESS,
  EPERM: ACCESS,
  EROFS: ACCESS,
};

/** Turns any error of the state file into an AgentSafeError with advice, so that no caller continues without the state. */
export function unavailable(path: string, error: unknown): AgentSafeError {
  if (error instanceof AgentSafeError) return error;
  const { code, message } = error instanceof Error ? (error as NodeJS.ErrnoException) : { message: String(error) };
  const advice = ADVICE[primaryCode(error) ?? code ?? ''] ?? 'Requests that need the state are refused until it works.';
  return refuse(path, `cannot be used (${message}). ${advice}`, error);
}

/** Returns an error about the state file. @param why rest of the sentence after the path, and advice */
export function refuse(path: string, why: string, cause?: unknown): AgentSafeError {
  return new AgentSafeError('ERR_STORE_UNAVAILABLE', `The state file ${path} ${why}`, { cause });
}
