import { beforeDraft } from '../audit-events/drafts.ts';
import { readState } from '../preflight/read-state.ts';
import { storeForRollback } from '../rollback/store-for-rollback.ts';
import type { RunContext } from '../run/run-context.ts';
import { type CapturedState, type Ended, type ExecutorCall, end, type IntendedRun } from '../run/stage-results.ts';
import { warnOfMissing } from '../run/warn-of-missing.ts';

type CapturedBefore = ({ readonly ok: true } | Ended) & { readonly before: CapturedState | undefined };

/** Reads and records the state before the action, and keeps what a rollback needs: also where a crash interrupts the run. */
export async function captureBefore(
  run: RunContext,
  intended: IntendedRun,
  call: ExecutorCall,
): Promise<CapturedBefore> {
  const isRead = intended.action.state_fields.length > 0 && intended.executor.hasNoEffect !== true;
  const before = isRead ? await readState(call, run.services.maskKey) : undefined;
  warnOfMissing(run, 'before', before?.missing);
  const kept = await storeForRollback(run, intended, before);
  if (!kept.ok) return { ...end('error', kept.code, kept.reason), before };
  if (before === undefined && kept.sources.length === 0) return { ok: true, before };
  try {
    await run.record(beforeDraft(intended, before ?? NO_STATE, kept.sources));
    return { ok: true, before };
  } catch (error) {
    const why = `The state before could not be recorded, and nothing was done. ${run.redactor.redactError(error)}`;
    return { ...end('error', 'audit_unavailable', why), before };
  }
}

const NO_STATE = { clear: {}, recorded: {}, altered: [], missing: [], at: 0 } as const;
