import { canonicalJson } from '@agent-safe/core';
import type { Ticket } from '@agent-safe/tickets';
import { readObject, readText } from '../audit-events/read-event.ts';
import { type ExecutionRecord, readExecution } from '../rollback/execution-record.ts';
import type { RunContext } from '../run/run-context.ts';
import { type Refusal, refuse } from '../run/stage-results.ts';

/** The execution that a rollback takes back, as the log has it; undefined where the run is no rollback. */
export type MatchedOriginal = { readonly ok: true; readonly original: ExecutionRecord | undefined } | Refusal;

/** A rollback runs in the place of the original execution: the target may have moved since. */
export async function matchOriginal(
  { redactor, services }: RunContext,
  ticket: Ticket,
  rollbackOf: string | undefined,
): Promise<MatchedOriginal> {
  if (rollbackOf === undefined || services.history === undefined) return { ok: true, original: undefined };
  try {
    const { record } = await readExecution(services.history, rollbackOf);
    if (record === undefined) {
      return refuse(
        'scope_mismatch',
        'It takes an execution back that the log does not hold, and may have been elsewhere.',
      );
    }
    if (services.actions.get(readText(record.intent.action) ?? '') === undefined) {
      return refuse('action_unknown', 'This runner does not know the action that is taken back.');
    }
    const [then, now] = [readObject(record.intent.scope), ticket.scope];
    if (canonicalJson(then) === canonicalJson(now)) return { ok: true, original: record };
    return refuse(
      'scope_mismatch',
      'It takes an execution back that was in another place. The target has moved since.',
    );
  } catch (error) {
    return refuse('audit_unavailable', `The execution to take back could not be read. ${redactor.redactError(error)}`);
  }
}
