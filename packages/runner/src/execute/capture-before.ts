import { beforeDraft } from '../audit-events/drafts.ts';
import { readState } from '../preflight/read-state.ts';
import { storeForRollback } from '../rollback/store-for-rollback.ts';
import type { RunContext } from '../run/run-context.ts';
import { type CapturedState, type Ended, type ExecutorCall, end, type IntendedRun } from '../run/stage-results.ts';
import { warnOfMissing } from '../run/warn-of-missing.ts';

type CapturedBefore = ({ readonly ok: true } | Ended) & { readonly before: CapturedState | undefined };

/** Reads and records the state before the action, and stores the values for a rollback before a crash can interrupt the run. */
export async function captureBefore(
  run: RunContext,
  intended: IntendedRun,
  call: ExecutorCall,
): Promise<CapturedBefore> {
  const isRead = intended.action.state_fields.length > 0 && intended.executor.hasNoEffect !== true;
  const before = isRead ? await readState(call, run.services) : undefined;
  warnOfMissing(run, 'before', before?.missing);
  const stored = await storeForRollback(run, intended, before);
  if (!stored.ok) return { ...end('error', stored.code, stored.reason), before };
  if (before === undefined && stored.sources.length === 0) return { ok: true, before };
  try {
    await run.record(beforeDraft(intended, before ?? NO_STATE, stored.sources));
    return { ok: true, before };
  } catch (error) {
    const why = `The state before the action could not be recorded, so nothing was done. ${run.redactor.redactError(error)}`;
    return { ...end('error', 'audit_unavailable', why), before };
  }
}

const NO_STATE = { clear: {}, recorded: {}, altered: [], missing: [], at: 0 } as const;
