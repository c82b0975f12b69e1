import type { ExecutionResult, MissingField } from '@agent-safe/core';
import { afterDraft, beforeDraft, outcomeDraft, revokedDraft } from '../audit-events/drafts.ts';
import { readText } from '../audit-events/read-event.ts';
import { issueLease, PENDING } from '../credentials/issue.ts';
import { revokeLease } from '../credentials/revoke.ts';
import { findOtherScope } from '../preflight/gates.ts';
import { findBlocked, runPrechecks } from '../preflight/prechecks.ts';
import { readState } from '../preflight/read-state.ts';
import { findChanges } from '../rollback/find-changes.ts';
import { sealForRollback } from '../rollback/keep-for-rollback.ts';
import type { Ending, Run } from '../run/run.ts';
import type { RunEndingCode } from '../run/run-result.ts';

/** Each of these may end it; then those after it are left out. */
export const STEPS: readonly ((run: Run) => Promise<Ending | undefined>)[] = [
  issueCredentials,
  matchScopeAgain,
  checkFirst,
  captureBefore,
  refuseChanges,
  execute,
  settle,
];

/** These come whatever happened. */
export const CLOSING: readonly ((run: Run, ending: Ending) => Promise<void>)[] = [
  captureAfter,
  recordOutcome,
  revokeCredentials,
];

/** The lease is in the log already: whatever happens now, somebody knows what to revoke. */
async function issueCredentials(run: Run): Promise<Ending | undefined> {
  const { vault } = run.services;
  const { grant, ticket } = run.permit;
  const { leaseId } = run;
  if (vault === undefined || grant === null || leaseId === undefined) return undefined;
  run.progress(`Credentials are issued by ${vault.name}.`);
  const request = { lease_id: leaseId, audit_id: ticket.audit_id, ...grant };
  const issued = await issueLease(vault, request, run.limit, run.services.clock, run.secrets);
  if ('lease' in issued) {
    run.lease = issued.lease;
    return undefined;
  }
  run.isLeasePending = issued.isPending;
  return end('error', 'credentials_unavailable', `No credentials were issued, and nothing was done: ${issued.why}`);
}

/** Credentials may lead elsewhere than what the executor has of its own. */
async function matchScopeAgain(run: Run): Promise<Ending | undefined> {
  if (run.lease === undefined) return undefined;
  const why = await findOtherScope(run);
  return why === undefined ? undefined : end('skipped', 'scope_mismatch', why);
}

async function checkFirst(run: Run): Promise<Ending | undefined> {
  const { context, execution, limit, secrets, services } = run;
  if (execution.action.prechecks.length > 0) run.progress('Its checks are made.');
  run.prechecks = await runPrechecks(run.permit.executor, execution, context, limit, secrets, services);
  const blocked = findBlocked(run.prechecks);
  if (blocked.length === 0) return undefined;
  const reasons = blocked
    .map(({ name, outcome, reason }) => `${name}${outcome === 'cannot_tell' ? ' cannot tell' : ''}: ${reason}`)
    .join(' ');
  return end('skipped', 'precheck_failed', `Nothing was done. ${reasons}`);
}

async function captureBefore(run: Run): Promise<Ending | undefined> {
  const { action, executor } = run.permit;
  if (action.state_fields.length > 0 && executor.isHarmless !== true) run.before = await readState(stateOptions(run));
  const { before } = run;
  warnOfMissing(run, 'before', before?.missing);
  const sealing = await sealForRollback(run);
  if (typeof sealing === 'string') return end('error', 'state_unavailable', sealing);
  if (before === undefined && sealing.length === 0) return undefined;
  try {
    await run.record(beforeDraft(run, before ?? NO_STATE, sealing));
    return undefined;
  } catch (error) {
    const why = `The state before could not be recorded, and nothing was done. ${run.secrets.cleanError(error)}`;
    return end('error', 'audit_unavailable', why);
  }
}

/** Whoever decided on a rollback has not decided to undo what somebody else has made of it since. */
export async function refuseChanges(run: Run): Promise<Ending | undefined> {
  const { before, original, services } = run;
  const action = services.actions.get(readText(original?.intent.action) ?? '');
  if (action === undefined || original === undefined || before === undefined) return undefined;
  const [then, now] = [original.after?.state.uid ?? original.before?.state.uid, before.recorded.uid];
  if (then !== undefined && now !== undefined && then !== now) {
    const why = 'It is another thing of that name, which was made anew since, and is left alone.';
    return end('skipped', 'changed_since', `Nothing was done. ${why}`);
  }
  const { changed, unread } = findChanges(action, original, before);
  if (changed.length === 0 && unread.length === 0) return undefined;
  const what =
    changed.length > 0
      ? `Somebody has changed ${changed.join(', ')} since`
      : `Nobody can tell whether somebody has changed ${unread.join(', ')} since`;
  if (run.options.overwrite !== true) {
    const why = `${what}, and that would be undone too. Look at it; with --overwrite it is taken back all the same.`;
    return end('skipped', 'changed_since', `Nothing was done. ${why}`);
  }
  run.warnings.push(`${what}, and that is undone too.`);
  return undefined;
}

const NO_STATE = { clear: {}, recorded: {}, altered: [], missing: [], at: 0 } as const;

async function execute(run: Run): Promise<Ending | undefined> {
  const { clock } = run.services;
  const { executor, ticket } = run.permit;
  if (run.limit.over !== undefined) {
    return end('skipped', run.limit.over, 'There was no time left to do it. Nothing was done.');
  }
  if (clock() >= Date.parse(ticket.expires_at)) {
    return end('skipped', 'ticket_expired', 'The ticket ended before anything was done.');
  }
  // Credentials, checks and what it was like before take their time, and somebody may have stopped it meanwhile.
  const now = await run.services.verifier.verify(run.token, run.options.expected);
  if (!now.valid) {
    const code = now.code === 'ticket_expired' || now.code === 'state_unavailable' ? now.code : 'ticket_revoked';
    return end('skipped', code, `Nothing was done. ${now.reason}`);
  }
  run.progress(`${ticket.action} is being carried out.`);
  run.hasBegun = true;
  try {
    const answer = await run.limit.wait(() => executor.execute(run.execution, run.context));
    if (!answer.done) return endAbandoned(answer.why);
    return endExecuted(run, answer.value);
  } catch (error) {
    const why = `It failed, and nobody can tell how far it got: ${run.secrets.cleanError(error)}`;
    if (run.limit.over === 'timeout') return end('timeout', 'timeout', `Its time was over. ${why}`);
    return end('error', run.limit.over ?? 'executor_failed', why);
  }
}

function endExecuted(run: Run, { nothingDone, outcome, output, reason }: ExecutionResult): Ending | undefined {
  run.output = output ?? null;
  run.secrets.addOutput(run.output);
  run.nothingDone = nothingDone === true;
  const said = run.secrets.clean(String(reason));
  switch (outcome) {
    case 'success':
      run.reason = said;
      return undefined;
    case 'timeout':
      // It knows that it was stopped, and not by whom.
      if (run.limit.over === 'aborted') return end('error', 'aborted', said);
      return end('timeout', run.limit.over === undefined ? null : 'timeout', said);
    case 'failure':
    case 'skipped':
    case 'error':
      return end(outcome, null, said);
    default:
      return end('error', 'executor_failed', 'The executor said nothing that is an outcome.');
  }
}

function endAbandoned(why: 'timeout' | 'aborted'): Ending {
  const rest = 'The executor did not say how far it got, and may go on.';
  if (why === 'timeout') return end('timeout', 'timeout', `Its time was over. ${rest}`);
  return end('error', 'aborted', `It was stopped. ${rest}`);
}

/** Success is that the effect is there, and not that somebody promised it. */
async function settle(run: Run): Promise<Ending | undefined> {
  run.progress('Its effect is awaited.');
  try {
    const answer = await run.limit.wait(() => run.permit.executor.settle(run.execution, run.context));
    if (!answer.done) {
      const why = `It was done, and its effect was not there in time. ${run.reason}`;
      return answer.why === 'timeout' ? end('timeout', 'timeout', why) : end('error', 'aborted', why);
    }
    if (answer.value === undefined) return end('success', null, run.reason);
    const why = run.secrets.clean(answer.value);
    if (run.limit.over === 'timeout') return end('timeout', 'timeout', why);
    if (run.limit.over === 'aborted') return end('error', 'aborted', `It was done, and not awaited to its end. ${why}`);
    return end('failure', 'not_settled', why);
  } catch (error) {
    return end(
      'error',
      'executor_failed',
      `It was done, and its effect is not known: ${run.secrets.cleanError(error)}`,
    );
  }
}

async function captureAfter(run: Run): Promise<void> {
  if (!run.hasBegun || run.before === undefined) return;
  // What took too long is what people most want to know the state of.
  const limit = run.limit.over === undefined ? run.limit : run.limit.extend();
  try {
    const context = { ...run.context, deadline: limit.deadline, signal: limit.signal };
    run.after = await readState({ ...stateOptions(run), context, limit });
  } finally {
    if (limit !== run.limit) limit.close();
  }
  warnOfMissing(run, 'after', run.after.missing);
}

async function recordOutcome(run: Run, ending: Ending): Promise<void> {
  // What the checks said before the state was read may quote it.
  run.prechecks = run.prechecks.map((check) => ({ ...check, reason: run.secrets.clean(check.reason) }));
  const { after, before } = run;
  const states = before === undefined || after === undefined ? [] : [afterDraft(run, before, after)];
  try {
    await run.record(outcomeDraft(run, ending), ...states);
    run.isRecorded = true;
  } catch (error) {
    const why = 'The outcome could not be recorded. "agent-safe runner reconcile" will say that it is unknown.';
    run.warnings.push(`${why} ${run.secrets.cleanError(error)}`);
  }
}

/** What is over needs no credentials, however it ended. Revoked before it was issued is not revoked. */
async function revokeCredentials(run: Run): Promise<void> {
  const { vault } = run.services;
  const { leaseId } = run;
  if (vault === undefined || leaseId === undefined) return;
  const stuck = await revokeLease(vault, leaseId, run.services.clock, run.secrets);
  const why = stuck ?? (run.isLeasePending ? PENDING : undefined);
  run.isRevoked = why === undefined;
  // A vault that scopes nothing ends nothing either: that is in every report, and is nothing to warn of each time.
  if (why !== undefined && vault.isScoped) run.warnings.push(`The credentials ${leaseId} are not revoked. ${why}`);
  try {
    await run.record(revokedDraft(run, vault, leaseId, why));
  } catch (error) {
    run.warnings.push(`It could not be recorded whether credentials are revoked. ${run.secrets.cleanError(error)}`);
  }
}

export function stateOptions(run: Run) {
  const { context, execution, limit, permit, secrets, services } = run;
  return { executor: permit.executor, execution, context, limit, secrets, maskKey: services.maskKey };
}

/** What was not there is known as it was. */
function warnOfMissing(run: Run, when: string, missing: readonly MissingField[] = []): void {
  const unread = missing.filter(({ absent }) => absent !== true);
  for (const [reason, group] of Map.groupBy(unread, (each) => each.reason)) {
    const names = group.map(({ field }) => field);
    const last = names.pop() ?? '';
    const what =
      names.length === 0
        ? `${last} is not known as it was`
        : `${names.join(', ')} and ${last} are not known as they were`;
    run.warnings.push(`${what} ${when}. ${reason}`);
  }
}

function end(outcome: Ending['outcome'], code: RunEndingCode | null, reason: string): Ending {
  return { outcome, code, reason };
}
