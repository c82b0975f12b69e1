import { diffStates } from '@agent-safe/audit';
import { durationOf, refusalDraft } from '../audit-events/drafts.ts';
import { GATES } from '../preflight/gates.ts';
import type { Ending, Refusal, Run } from '../run/run.ts';
import type { RunRefusal, RunReport, RunResult } from '../run/run-result.ts';
import { CLOSING, STEPS } from './stages.ts';

/** From the ticket to the outcome. */
export async function executeRun(run: Run): Promise<RunResult> {
  try {
    for (const gate of GATES) {
      const refusal = await gate(run);
      if (refusal !== undefined) return await reportRefusal(run, refusal);
    }
    const ending = await takeSteps(run);
    run.endedAt = run.services.clock();
    for (const close of CLOSING) await tryClosing(run, ending, close);
    return reportEnding(run, ending);
  } finally {
    run.close();
  }
}

async function takeSteps(run: Run): Promise<Ending> {
  try {
    for (const step of STEPS) {
      const ending = await step(run);
      if (ending !== undefined) return ending;
    }
  } catch (error) {
    // A mistake of this package: the intent has to end all the same, and the credentials too.
    return { outcome: 'error', code: 'executor_failed', reason: run.secrets.cleanError(error) };
  }
  return { outcome: 'error', code: 'executor_failed', reason: 'It ended without an outcome.' };
}

async function tryClosing(run: Run, ending: Ending, close: (typeof CLOSING)[number]): Promise<void> {
  try {
    await close(run, ending);
  } catch (error) {
    run.warnings.push(run.secrets.cleanError(error));
  }
}

/** A refusal that cannot be recorded is a refusal all the same. */
export async function reportRefusal(run: Run, refusal: Refusal): Promise<RunRefusal> {
  const { code, isRecorded } = refusal;
  let { reason } = refusal;
  if (!isRecorded) {
    try {
      await run.record(refusalDraft(refusal, run.ticket));
    } catch {
      reason = `${reason} This could not be recorded.`;
    }
  }
  const { action = null, audit_id = null, target = null } = run.ticket ?? {};
  return {
    ran: false,
    code,
    reason,
    audit_id,
    action,
    target,
    ticket_used: run.isTicketUsed || code === 'ticket_replayed',
  };
}

function reportEnding(run: Run, ending: Ending): RunReport {
  const { after, before, leaseId, permit, services } = run;
  const { action, audit_id, target } = permit.ticket;
  const states = { before: show(before?.recorded), after: show(after?.recorded) };
  const credentials =
    leaseId === undefined || services.vault === undefined
      ? null
      : {
          lease_id: leaseId,
          vault: services.vault.name,
          is_scoped: services.vault.isScoped,
          revoked: run.isRevoked,
        };
  return {
    ran: true,
    ...ending,
    audit_id,
    intent_id: run.intentId,
    action,
    target,
    executor: permit.executor.name,
    output: run.output,
    prechecks: run.prechecks,
    before_state: states.before,
    after_state: states.after,
    diff: states.before === null || states.after === null ? null : diffStates(states.before, states.after),
    credentials,
    duration_ms: durationOf(run),
    recorded: run.isRecorded,
    warnings: run.warnings,
  };
}

/** What has no field was not read. */
function show<State extends object>(state: State | undefined): State | null {
  return state === undefined || Object.keys(state).length === 0 ? null : state;
}
