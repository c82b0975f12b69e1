import { AgentSafeError } from '@agent-safe/core';
import type { NoteVerifier } from '../format/note.ts';
import type { WitnessOption } from './ask-witness.ts';
import { listCheckpoints } from './list-checkpoints.ts';
import { type SubmitOptions, submitCheckpoint, type WitnessResult } from './submit-checkpoint.ts';

/**
 * Submits the largest checkpoint beside a log to witnesses.
 *
 * @param verifiers keys of the log. Without any, the signature of the checkpoint is not verified here; the witness verifies it
 * @throws AgentSafeError ERR_AUDIT_INVALID if there is no checkpoint, or if the log cannot be read
 */
export async function submitNewest(
  path: string,
  verifiers: readonly NoteVerifier[],
  witnesses: readonly WitnessOption[],
  options: SubmitOptions = {},
): Promise<readonly WitnessResult[]> {
  const newest = findNewest(path, verifiers);
  const results = await submitCheckpoint(path, newest.note, witnesses, options);
  // Another process may have signed and submitted a larger checkpoint meanwhile.
  const isLate = results.some((result) => !result.ok && result.code === 'witness_ahead');
  const again = isLate ? findNewest(path, verifiers) : newest;
  return again.size > newest.size ? submitCheckpoint(path, again.note, witnesses, options) : results;
}

function findNewest(
  path: string,
  verifiers: readonly NoteVerifier[],
): { readonly note: string; readonly size: number } {
  const [newest] = listCheckpoints(path, verifiers).toSorted((one, other) => other.size - one.size);
  if (newest !== undefined) return newest;
  const fix = 'Run "agent-safe audit checkpoint" on the machine with the keys of the project.';
  throw new AgentSafeError('ERR_AUDIT_INVALID', `The audit log has no valid checkpoint: ${path}. ${fix}`);
}
