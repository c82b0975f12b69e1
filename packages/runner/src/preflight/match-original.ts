import { canonicalJson, describeArchived } from '@agent-safe/core';
import type { Ticket } from '@agent-safe/tickets';
import { readObject, readText } from '../audit-events/read-event.ts';
import { type ExecutionRecord, readExecution } from '../rollback/execution-record.ts';
import type { RunContext } from '../run/run-context.ts';
import { type Refusal, refuse } from '../run/stage-results.ts';

/** Original execution of a rollback, from the log; undefined if the run is not a rollback. */
export type MatchedOriginal = { readonly ok: true; readonly original: ExecutionRecord | undefined } | Refusal;

/** Checks that a rollback has the scope of the original execution, because the scope of the target may have changed. */
export async function matchOriginal(
  { redactor, services }: RunContext,
  ticket: Ticket,
  rollbackOf: string | undefined,
): Promise<MatchedOriginal> {
  if (rollbackOf === undefined || services.history === undefined) return { ok: true, original: undefined };
  try {
    const { record } = await readExecution(services.history, rollbackOf);
    if (record === undefined) {
      const archived = describeArchived(await services.history.archived?.());
      const why = 'The log does not have the execution to roll back, so its scope is unknown.';
      return refuse('scope_mismatch', `${why}${archived}`);
    }
    if (services.actions.get(readText(record.intent.action) ?? '') === undefined) {
      return refuse('action_unknown', 'This runner has no definition of the action to roll back.');
    }
    // Without a runner, the log has no scope to compare. The decision about the rollback covers its target.
    if (record.isReported === true) return { ok: true, original: record };
    const [then, now] = [readObject(record.intent.scope), ticket.scope];
    if (canonicalJson(then) === canonicalJson(now)) return { ok: true, original: record };
    const why = 'The scope of the target changed after the original execution. Check the target in the inventory.';
    return refuse('scope_mismatch', why);
  } catch (error) {
    return refuse('audit_unavailable', `The execution to roll back could not be read. ${redactor.redactError(error)}`);
  }
}
