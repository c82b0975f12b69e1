import type { CheckResult, DryRunResult, JsonObject } from '@agent-safe/core';
import { reportRefusal } from '../finish/report.ts';
import { authorizeExecution } from '../preflight/authorize-execution.ts';
import { checkUnused } from '../preflight/check-unused.ts';
import { matchOriginal } from '../preflight/match-original.ts';
import { matchScope } from '../preflight/match-scope.ts';
import { findBlocked, runPrechecks } from '../preflight/prechecks.ts';
import { readState } from '../preflight/read-state.ts';
import { verifyTicket } from '../preflight/verify-ticket.ts';
import type { RunContext } from '../run/run-context.ts';
import type { CheckedPrecheck, RunRefusal } from '../run/run-result.ts';
import {
  type Authorization,
  type CapturedState,
  type CredentialGrant,
  callOf,
  type ExecutorCall,
  NO_ANSWER,
  reasonOf,
} from '../run/stage-results.ts';
import { TimeLimit } from '../run/time-limit.ts';
import { refuseChanges } from './refuse-changes.ts';

/** The report of a dry run. Nothing was executed, and the ticket was not used. */
export interface DryRunReport {
  /** True for a report. Read {@link outcome} for the answer of the target. */
  readonly ok: true;
  readonly outcome: 'success' | 'failure' | 'error';
  readonly reason: string;
  /** Steps that a run would take, such as command lines, without secrets. */
  readonly steps: readonly string[];
  /** Difference that a run would make; null if the target cannot report it. */
  readonly difference: string | null;
  readonly audit_id: string;
  readonly action: string;
  readonly target: string | null;
  readonly executor: string;
  /** Parameters, with sensitive values masked. */
  readonly params: JsonObject;
  readonly timeout_seconds: number;
  readonly prechecks: readonly CheckedPrecheck[];
  /** Names of the checks that would block a run. */
  readonly blocked_by: readonly string[];
  /** Credentials that a run would request; null if the action declares none. */
  readonly credentials: CredentialGrant | null;
  /** Name of the vault; null if no credentials would be issued. */
  readonly vault: string | null;
  /** Effects that the requester may not expect, such as a value that a rollback cannot restore. */
  readonly warnings: readonly string[];
}

/**
 * Takes a ticket through every stage that precedes an effect. It does not use the ticket, and finds an earlier use only in the log.
 * It issues no credentials, and records nothing except a refusal.
 */
export async function dryRun(run: RunContext): Promise<DryRunReport | RunRefusal> {
  const verified = await verifyTicket(run);
  if (!verified.ok) return reportRefusal(run, verified, verified.ticket);
  const { ticket } = verified;
  const authorized = await authorizeExecution(run, ticket);
  if (!authorized.ok) return reportRefusal(run, authorized, ticket);
  const limit = new TimeLimit(run.services.clock, authorized.timeout * 1_000, run.options.signal);
  try {
    const unused = await checkUnused(run, ticket);
    if (!unused.ok) return await reportRefusal(run, unused, ticket);
    const matched = await matchOriginal(run, ticket, unused.rollbackOf);
    if (!matched.ok) return await reportRefusal(run, matched, ticket);
    const call = callOf(run, authorized, limit);
    const there = await matchScope(call);
    if (!there.ok) return await reportRefusal(run, there, ticket);
    const sensitive = authorized.action.state_fields.filter((field) => field.sensitive).map(({ name }) => name);
    // The state is read only to redact sensitive values and to compare a rollback. An executor without effect cannot read it.
    const isRead = (sensitive.length > 0 || matched.original !== undefined) && authorized.executor.hasNoEffect !== true;
    const before = isRead ? await readState(call, run.services) : undefined;
    const unchanged = refuseChanges(run, matched.original, before);
    const obstacle = unchanged.ok ? await testVault(run, authorized, limit) : refuse(unchanged.ending.reason);
    tell(run, authorized, 'Running checks…');
    const prechecks = await runPrechecks(call, run.services);
    tell(run, authorized, 'Asking the target what would change…');
    const answer = withhold(await askExecutor(call), findUnread(before, sensitive));
    return report(run, authorized, { prechecks, answer: obstacle.ok ? answer : { ...answer, ...obstacle } });
  } finally {
    limit.close();
  }
}

/** Reports progress, except for an executor without effect, which returns at once. */
function tell(run: RunContext, { executor }: Authorization, message: string): void {
  if (executor.hasNoEffect !== true) run.progress(message);
}

function report(
  { services, warnings }: RunContext,
  { declared, executor, grant, ticket, timeout }: Authorization,
  { answer, prechecks }: { readonly answer: DryRunResult; readonly prechecks: readonly CheckedPrecheck[] },
): DryRunReport {
  const { action, audit_id, params, target } = ticket;
  return {
    ok: true,
    outcome: answer.ok ? 'success' : answer.code,
    reason: answer.reason,
    steps: answer.steps,
    difference: answer.difference,
    audit_id,
    action,
    target,
    executor: executor.name,
    params,
    timeout_seconds: timeout,
    prechecks,
    blocked_by: findBlocked(prechecks).map(({ name }) => name),
    credentials: declared,
    vault: grant === null ? null : (services.vault?.name ?? null),
    warnings: [...warnings],
  };
}

/** The sensitive fields whose present value is unknown, so that it cannot be redacted from the difference. */
function findUnread(before: CapturedState | undefined, sensitive: readonly string[]): readonly string[] {
  const { clear = {}, missing = [] } = before ?? {};
  const isKnown = (name: string) =>
    Object.hasOwn(clear, name) || missing.some(({ absent, field }) => field === name && absent === true);
  return sensitive.filter((name) => !isKnown(name));
}

type Obstacle = CheckResult<'failure'>;

function refuse(reason: string): Obstacle {
  return { ok: false, code: 'failure', reason };
}

/** Tests whether the vault would issue the credentials, if a run needs any. */
async function testVault(
  { redactor, services }: RunContext,
  { grant }: Authorization,
  limit: TimeLimit,
): Promise<Obstacle> {
  const { vault } = services;
  if (grant === null || vault === undefined) return { ok: true };
  try {
    const tested = await limit.wait(() => vault.test(grant.type, limit.signal));
    // A vault that is written in JavaScript may return any value.
    const answer: CheckResult | undefined = tested.done ? tested.value : undefined;
    if (answer?.ok === true) return { ok: true };
    const why = answer?.reason ?? 'The vault did not answer in time.';
    return refuse(redactor.redact(`The vault would issue no credentials. ${why}`));
  } catch (error) {
    return refuse(`The vault could not be tested. ${redactor.redactError(error)}`);
  }
}

function withhold(result: DryRunResult, unread: readonly string[]): DryRunResult {
  if (unread.length === 0) return result;
  const why = `The difference is not shown, because current values are unknown and may be secret: ${unread.join(', ')}.`;
  return { ...result, reason: result.ok ? `${result.reason} ${why}` : why, difference: null };
}

async function askExecutor({ context, execution, executor, limit, redactor }: ExecutorCall): Promise<DryRunResult> {
  try {
    const asked = await limit.wait(() => executor.dryRun(execution, context));
    if (!asked.done) return failed('The executor did not answer in time.');
    // An executor that is written in JavaScript may return any value.
    const answer: DryRunResult | null | undefined = asked.value;
    if (typeof answer !== 'object' || answer === null) return failed(NO_ANSWER);
    const { difference, steps }: Partial<DryRunResult> = answer;
    const shown = {
      reason: redactor.redact(reasonOf(answer)),
      steps: (steps ?? []).map((step) => redactor.redact(step)),
      difference: typeof difference === 'string' ? redactor.redactText(difference) : null,
    };
    if (answer.ok === true) return { ok: true, ...shown };
    return { ok: false, code: answer.code === 'failure' ? 'failure' : 'error', ...shown };
  } catch (error) {
    return failed(redactor.redactError(error));
  }
}

function failed(reason: string): DryRunResult {
  return { ok: false, code: 'error', reason, steps: [], difference: null };
}
