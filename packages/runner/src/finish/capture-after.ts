import { readState } from '../preflight/read-state.ts';
import type { RunContext } from '../run/run-context.ts';
import { type CapturedState, callOf, type IntendedRun, type PerformedRun } from '../run/stage-results.ts';
import { warnOfMissing } from '../run/warn-of-missing.ts';

/** Reads the state after the action, if the state before was read and the action may have had an effect. */
export async function captureAfter(
  run: RunContext,
  intended: IntendedRun,
  { before, hasBegun, lease }: PerformedRun,
): Promise<CapturedState | undefined> {
  if (!hasBegun || before === undefined) return undefined;
  // After a timeout the state matters most, so reading it gets more time.
  const limit = intended.limit.over === undefined ? intended.limit : intended.limit.extend();
  try {
    const after = await readState(callOf(run, intended, limit, lease), run.services);
    warnOfMissing(run, 'after', after.missing);
    return after;
  } catch (error) {
    run.warnings.push(run.redactor.redactError(error));
    return undefined;
  } finally {
    if (limit !== intended.limit) limit.close();
  }
}
