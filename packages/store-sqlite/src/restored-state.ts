import { existsSync } from 'node:fs';
import type { Revocation } from '@agent-safe/core';
import { DatabaseFile } from './database-file.ts';
import { applyRevocation } from './revocations.ts';
import { openStateDatabase } from './state-database.ts';

const TIMEOUT = 5_000;

/** Number of facts of a restored state until it is rebuilt. It is less than that of any log, so the state is refused. */
const OUTDATED = -2;

interface RestoredStateOptions {
  /** Revocations that the state must have. They never shorten a revocation of the state. */
  readonly revocations: readonly Revocation[];
  /** Whether the state stays refused until it is rebuilt. */
  readonly isOutdated: boolean;
  /** The path of the log relative to the state, in the project of the backup and here. */
  readonly log: { readonly was: string; readonly is: string };
}

/** Changes a copy of a state before it is put in place. @throws AgentSafeError ERR_STORE_UNAVAILABLE */
export async function prepareRestoredState(
  path: string,
  { isOutdated, log, revocations }: RestoredStateOptions,
): Promise<void> {
  const file = new DatabaseFile(path, TIMEOUT);
  try {
    await file.write(() => {
      for (const { id, issued_until, kind, revoked_at } of revocations) {
        const until = issued_until === null ? null : new Date(issued_until).toISOString();
        const timestamp = new Date(revoked_at).toISOString();
        applyRevocation(file, {
          event_type: 'revocation',
          change: 'revoked',
          kind,
          id,
          issued_until: until,
          timestamp,
        });
      }
      if (log.was !== log.is) {
        file.statement('UPDATE OR REPLACE log_checkpoints SET log = ? WHERE log = ?').run(log.is, log.was);
      }
      if (!isOutdated) return;
      // The announcements are those of processes of the time of the backup.
      file.statement('DELETE FROM announcements').run();
      file.statement('UPDATE logs SET facts = ?').run(OUTDATED);
    });
  } finally {
    file.close();
  }
}

/** Whether a state was restored and must still be rebuilt. */
export async function isRestoredState(path: string): Promise<boolean> {
  return readOrNothing(path, false, async (state) =>
    (await state.facts.logs()).some(({ count }) => count === OUTDATED),
  );
}

/** Lists the revocations of a state; none if it is missing or damaged. */
export function listRevocations(path: string): Promise<readonly Revocation[]> {
  return readOrNothing(path, [], (state) => state.revocations.list());
}

async function readOrNothing<Result>(
  path: string,
  nothing: Result,
  read: (state: ReturnType<typeof openStateDatabase>) => Promise<Result>,
): Promise<Result> {
  if (!existsSync(path)) return nothing;
  try {
    const state = openStateDatabase(path, { create: false, timeout: TIMEOUT });
    try {
      return await read(state);
    } finally {
      state.close();
    }
  } catch {
    return nothing;
  }
}
