import { afterDraft, outcomeDraft } from '../audit-events/drafts.ts';
import type { RunContext } from '../run/run-context.ts';
import type { CheckedPrecheck } from '../run/run-result.ts';
import type { CapturedState, IntendedRun, PerformedRun } from '../run/stage-results.ts';

export interface RecordedOutcome {
  readonly isRecorded: boolean;
  readonly prechecks: readonly CheckedPrecheck[];
}

/** Performed run with the state after it and its duration. */
export interface EndedRun extends PerformedRun {
  readonly after: CapturedState | undefined;
  /** Milliseconds from the use of the ticket until the end of the action. */
  readonly duration: number;
}

/** Records how the run ended, and the state after it. */
export async function recordOutcome(
  run: RunContext,
  intended: IntendedRun,
  { after, before, duration, ending, nothingDone, ...ended }: EndedRun,
): Promise<RecordedOutcome> {
  const { redactor, warnings } = run;
  // The checks ran before the state was read, so their reasons may quote sensitive state.
  const prechecks = ended.prechecks.map((check) => ({ ...check, reason: redactor.redact(check.reason) }));
  try {
    const states = before === undefined || after === undefined ? [] : [afterDraft(intended, before, after)];
    await run.record(outcomeDraft(intended, { ending, nothingDone, prechecks, duration, warnings }), ...states);
    return { isRecorded: true, prechecks };
  } catch (error) {
    const why = 'The outcome could not be recorded. "agent-safe runner reconcile" will record it as unknown.';
    warnings.push(`${why} ${redactor.redactError(error)}`);
    return { isRecorded: false, prechecks };
  }
}
