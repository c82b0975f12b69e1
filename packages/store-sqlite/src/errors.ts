import { AgentSafeError } from '@agent-safe/core';
import { primaryCode } from '@agent-safe/core/node';

const HELD = 'Another process holds it and does not let go: see which, for example with "fuser", and try again.';
const ACCESS =
  'It must be a file in a folder, both of which this user may write, on a disk that is not read-only. Look at "state" in the settings.';
const DAMAGED =
  'It is damaged, or no state of Agent-Safe. Put back a copy: a new file would know of no revocation and of no used ticket.';
const FULL = 'The disk is full: make room.';

/** What to do about it, by SQLite's primary result codes and by those of the system. */
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

/** What is thrown where the state cannot be had, whatever the reason: nobody may go on as if it had answered. */
export function unavailable(path: string, error: unknown): AgentSafeError {
  if (error instanceof AgentSafeError) return error;
  const { code, message } = error instanceof Error ? (error as NodeJS.ErrnoException) : { message: String(error) };
  const advice = ADVICE[primaryCode(error) ?? code ?? ''] ?? 'What depends on it is refused meanwhile.';
  return refuse(path, `cannot be used (${message}). ${advice}`, error);
}

/** @param why what follows the path in the sentence */
export function refuse(path: string, why: string, cause?: unknown): AgentSafeError {
  return new AgentSafeError('ERR_STORE_UNAVAILABLE', `The state in ${path} ${why}`, { cause });
}
