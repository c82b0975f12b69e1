import { captureAfter } from '../finish/capture-after.ts';
import { recordOutcome } from '../finish/record-outcome.ts';
import { reportRefusal, reportRun } from '../finish/report.ts';
import { revokeCredentials } from '../finish/revoke-credentials.ts';
import { authorizeExecution } from '../preflight/authorize-execution.ts';
import { checkUnused } from '../preflight/check-unused.ts';
import { matchOriginal } from '../preflight/match-original.ts';
import { matchScope } from '../preflight/match-scope.ts';
import { recordIntent } from '../preflight/record-intent.ts';
import { redeemTicket, refuseUsed, verifyTicket } from '../preflight/verify-ticket.ts';
import type { ExecutionRecord } from '../rollback/execution-record.ts';
import type { RunContext } from '../run/run-context.ts';
import type { RunResult } from '../run/run-result.ts';
import { callOf, type IntendedRun, type PerformedRun } from '../run/stage-results.ts';
import { TimeLimit } from '../run/time-limit.ts';
import { captureBefore } from './capture-before.ts';
import { execute, waitForEffect } from './execute.ts';
import { checkPrechecks, issueCredentials, matchScopeAgain, verifyAgain } from './prepare.ts';
import { refuseChanges } from './refuse-changes.ts';

/**
 * Runs one ticket through its stages, in order. Until the intent is in the log, each stage may refuse the run. After that, the last
 * stages always run, even if an earlier stage failed.
 */
export async function executeTicket(run: RunContext): Promise<RunResult> {
  const verified = await verifyTicket(run);
  if (!verified.ok) return reportRefusal(run, verified, verified.ticket);
  const { ticket } = verified;
  const authorized = await authorizeExecution(run, ticket);
  if (!authorized.ok) return reportRefusal(run, authorized, ticket);
  // A replayed ticket is refused before any system is contacted.
  const fresh = await refuseUsed(run, ticket);
  if (!fresh.ok) return reportRefusal(run, fresh, ticket);
  const startedAt = run.services.clock();
  const limit = new TimeLimit(run.services.clock, authorized.timeout * 1_000, run.options.signal);
  try {
    const unused = await checkUnused(run, ticket);
    if (!unused.ok) return await reportRefusal(run, unused, ticket);
    const matched = await matchOriginal(run, ticket, unused.rollbackOf);
    if (!matched.ok) return await reportRefusal(run, matched, ticket);
    // The target is only asked for its identity. If it cannot be reached, the ticket stays unused.
    const there = await matchScope(callOf(run, authorized, limit));
    if (!there.ok) return await reportRefusal(run, there, ticket);
    // From here on, the ticket is used.
    const used = await redeemTicket(run, ticket);
    if (!used.ok) return await reportRefusal(run, used, ticket);
    // The target may have answered slowly, and the log may have got a use that a restored state lacks.
    const still = await checkUnused(run, ticket);
    if (!still.ok) return await reportRefusal(run, still, ticket, true);
    const recorded = await recordIntent(run, { ...authorized, ...unused, limit, startedAt });
    if (!recorded.ok) return await reportRefusal(run, recorded, ticket, true);
    const { intended } = recorded;
    const performed = await perform(run, intended, matched.original);
    // The duration excludes reading the state after the action and revoking the credentials.
    const duration = Math.max(0, run.services.clock() - startedAt);
    const after = await captureAfter(run, intended, performed);
    const outcome = await recordOutcome(run, intended, { ...performed, after, duration });
    const credentials = await revokeCredentials(run, intended, performed);
    return reportRun(run, intended, { ...performed, ...outcome, after, credentials, duration });
  } finally {
    limit.close();
  }
}

/** Performs the stages after the intent. If a stage ends the run, the later ones are skipped. */
async function perform(
  run: RunContext,
  intended: IntendedRun,
  original: ExecutionRecord | undefined,
): Promise<PerformedRun> {
  // Results for the last stages, collected up to the stage that ends the run.
  let known = NOTHING_KNOWN;
  try {
    const issued = await issueCredentials(run, intended);
    if (!issued.ok) return { ...known, ending: issued.ending, isLeasePending: issued.isLeasePending };
    const call = callOf(run, intended, intended.limit, issued.lease);
    known = { ...known, lease: issued.lease };
    const there = await matchScopeAgain(call);
    if (!there.ok) return { ...known, ending: there.ending };
    const checked = await checkPrechecks(run, call);
    known = { ...known, prechecks: checked.prechecks };
    if (!checked.ok) return { ...known, ending: checked.ending };
    const captured = await captureBefore(run, intended, call);
    known = { ...known, before: captured.before };
    if (!captured.ok) return { ...known, ending: captured.ending };
    const unchanged = refuseChanges(run, original, captured.before);
    if (!unchanged.ok) return { ...known, ending: unchanged.ending };
    const ready = await verifyAgain(run, intended);
    if (!ready.ok) return { ...known, ending: ready.ending };
    known = { ...known, hasBegun: true };
    const executed = await execute(run, call);
    known = { ...known, output: executed.output, nothingDone: executed.nothingDone };
    if (!executed.ok) return { ...known, ending: executed.ending };
    return { ...known, ending: await waitForEffect(run, call, executed.reason) };
  } catch (error) {
    // A defect of this package. The outcome is still recorded and the credentials are still revoked.
    const reason = run.redactor.redactError(error);
    return { ...known, ending: { outcome: 'error', code: 'executor_failed', reason } };
  }
}

const NOTHING_KNOWN: Omit<PerformedRun, 'ending'> = {
  lease: null,
  isLeasePending: false,
  prechecks: [],
  before: undefined,
  hasBegun: false,
  nothingDone: false,
  output: null,
};
