import {
  type BackupManifest,
  listReplaced,
  type NoteVerifier,
  readArchived,
  readBackwards,
  readRestoreMark,
} from '@agent-safe/audit';
import { AgentSafeError, describeCause, type Refused, type Revocation } from '@agent-safe/core';
import { realLogPath } from '@agent-safe/core/node';
import { isRestoredState, listRevocations } from '@agent-safe/store-sqlite';
import { readRecordedState } from '../state/recorded-state.ts';
import type { RestoreCode, RestoreOptions } from './backup-types.ts';
import { countEvents, verifyAgainst } from './check-pair.ts';
import { findState, isPlaced } from './placed-state.ts';
import { refuse } from './refuse.ts';

/** Plan of a restore, given the files of the project. */
export type RestorePlan =
  | {
      readonly ok: true;
      /**
       * - `log`: the log comes from the backup, and the state too
       * - `state`: the log of the project continues the backup, and stays
       * - `finish`: an earlier run of the command put the files in place, and was interrupted
       */
      readonly kind: 'finish' | 'log' | 'state';
      /** Whether the state must be rebuilt in any case. */
      readonly isOutdated: boolean;
    }
  | Refused<RestoreCode>;

export interface ProjectFiles {
  readonly log: string;
  /** Undefined if the project has no state. */
  readonly state: string | undefined;
}

const LOG = { ok: true, kind: 'log', isOutdated: true } as const;

/** Plans a restore. The lock of the log must be held. */
export async function planRestore(
  { log, state }: ProjectFiles,
  backup: { readonly manifest: BackupManifest; readonly digest: string },
  verifiers: readonly NoteVerifier[],
  { replace = false }: RestoreOptions,
): Promise<RestorePlan> {
  const found = state === undefined ? undefined : findState(state);
  const mark = readRestoreMark(log);
  if (mark === backup.digest || (mark !== undefined && replace)) return LOG;
  if (mark !== undefined) {
    const reason = `The restore of another backup was interrupted: ${log}. Restore that backup, or add --replace.`;
    return refuse('restore_unfinished', reason);
  }
  const [first] = listReplaced(log);
  const other = first === undefined ? undefined : await findDifference(log, backup.manifest, verifiers);
  if (first !== undefined && other === undefined) {
    if (found !== undefined && state !== undefined) {
      if (await isRestoredState(state)) return { ok: true, kind: 'finish', isOutdated: true };
      if (isPlaced(state, backup.digest)) return { ok: true, kind: 'finish', isOutdated: false };
    }
    if (found === undefined || replace) return { ok: true, kind: 'state', isOutdated: false };
    const reason = `The log and the state are there: ${log}, ${found}. To replace the state, add --replace. The log continues the backup, so it is kept.`;
    return refuse('state_exists', reason);
  }
  if (other !== undefined && !replace) {
    const reason = `There is another log already: ${first} (${other}). If a newer copy of the log exists, restore it first. To archive this log and restore the log of the backup, add --replace.`;
    return refuse('log_exists', reason);
  }
  if (found !== undefined && !replace) {
    const reason = `There is a state already: ${found}. If the log was lost, restore its newest copy with "agent-safe audit restore" first. To replace the state, add --replace.`;
    return refuse('state_exists', reason);
  }
  return LOG;
}

/** @returns why a log does not continue the log of a backup; undefined if it does */
async function findDifference(
  log: string,
  { log: { entry_hash, events } }: BackupManifest,
  verifiers: readonly NoteVerifier[],
): Promise<string | undefined> {
  const last = { size: events, entry_hash, file_seq: 1, offset: 0, length: 1, note: null, proof: [] };
  try {
    const verdict = await verifyAgainst(log, last, verifiers);
    if (verdict.verdict !== 'tampered') return undefined;
    if (verdict.problem === 'cut')
      return `it ends at event ${countEvents(verdict)}, and the backup has ${events} events`;
    return verdict.problem === 'checkpoint_wrong' ? 'it differs from the backup' : verdict.reason.replace(/\.$/, '');
  } catch (error) {
    return error instanceof AgentSafeError ? error.message : describeCause(error);
  }
}

/**
 * Lists the revocations of states and of a log that are about to be replaced, as far as they can be read. They only restrict, so a
 * damaged file cannot do harm.
 *
 * @param states also those that interrupted runs prepared. A log that such a run archived is no longer beside them
 * @param log undefined if the log stays
 */
export async function listKnownRevocations(
  states: readonly string[],
  log: string | undefined,
): Promise<readonly Revocation[]> {
  const known: Revocation[] = [];
  for (const path of states) known.push(...(await listRevocations(path)));
  if (log === undefined) return known;
  try {
    const reader = {
      readBackwards: () => readBackwards(log, true),
      archived: async () => readArchived(realLogPath(log), undefined),
    };
    const { revocations } = await readRecordedState(reader, 0, 0);
    return [...known, ...revocations.values()];
  } catch {
    return known;
  }
}
