import type { DryRunResult, JsonObject } from '@agent-safe/core';
import type { CredentialGrant } from '../credentials/render-grant.ts';
import { matchOriginal, matchScope, matchTicket, refuseUsed, verifyTicket } from '../preflight/gates.ts';
import { type CheckedPrecheck, findBlocked, runPrechecks } from '../preflight/prechecks.ts';
import { readState } from '../preflight/read-state.ts';
import type { Run } from '../run/run.ts';
import type { RunRefusal } from '../run/run-result.ts';
import { TimeLimit } from '../run/time-limit.ts';
import { reportRefusal } from './execute-run.ts';
import { refuseChanges, stateOptions } from './stages.ts';

/** What would happen. Nothing did, and the ticket is as good as before. */
export interface DryRunReport extends DryRunResult {
  /** Whether there is anything to report; otherwise it is a refusal. */
  readonly ran: 'dry';
  readonly audit_id: string;
  readonly action: string;
  readonly target: string | null;
  readonly executor: string;
  /** Sensitive ones masked. */
  readonly params: JsonObject;
  readonly timeout_seconds: number;
  readonly prechecks: readonly CheckedPrecheck[];
  /** Names of the checks that would keep it from being done. */
  readonly blocked_by: readonly string[];
  /** What it would be given; null where it needs nothing. */
  readonly credentials: CredentialGrant | null;
  /** Where from; null where nothing is issued. */
  readonly vault: string | null;
}

/**
 * Goes through all that a run does before it has an effect, but for the ticket: that is not used up, and whether it was is known
 * from the log alone. No credentials are issued, and nothing but a refusal is recorded.
 */
export async function dryRun(run: Run): Promise<DryRunReport | RunRefusal> {
  try {
    for (const gate of [verifyTicket, matchTicket, refuseUsed, matchOriginal, startClock, matchScope]) {
      const refusal = await gate(run);
      if (refusal !== undefined) return await reportRefusal(run, refusal);
    }
    const { context, execution, limit, permit, secrets, services } = run;
    const sensitive = permit.action.state_fields.filter((field) => field.sensitive).map(({ name }) => name);
    // Nobody else needs to know what it is now, and one that touches nothing cannot tell.
    const needsState = sensitive.length > 0 || run.original !== undefined;
    if (needsState && permit.executor.isHarmless !== true) run.before = await readState(stateOptions(run));
    const unread = findUnread(run, sensitive);
    const obstacle = (await refuseChanges(run))?.reason ?? (await findVaultProblem(run));
    // One that touches nothing takes no time.
    const tell = (message: string) => permit.executor.isHarmless !== true && run.progress(message);
    tell('Its checks are made.');
    const prechecks = await runPrechecks(permit.executor, execution, context, limit, secrets, services);
    tell('The system is asked what it would make of it.');
    const { action, audit_id, params, target } = permit.ticket;
    return {
      ran: 'dry',
      ...refuseFor(obstacle, hide(await ask(run), unread)),
      audit_id,
      action,
      target,
      executor: permit.executor.name,
      params,
      timeout_seconds: permit.timeout,
      prechecks,
      blocked_by: findBlocked(prechecks).map(({ name }) => name),
      credentials: permit.declared,
      vault: permit.grant === null ? null : (services.vault?.name ?? null),
    };
  } finally {
    run.close();
  }
}

async function startClock(run: Run): Promise<undefined> {
  run.limit = new TimeLimit(run.services.clock, run.permit.timeout * 1_000, run.options.signal);
  return undefined;
}

/** Whatever tells the difference would quote what it is now: the sensitive fields that cannot be taken out of that. */
function findUnread({ before }: Run, sensitive: readonly string[]): readonly string[] {
  const { clear = {}, missing = [] } = before ?? {};
  const isKnown = (name: string) =>
    Object.hasOwn(clear, name) || missing.some(({ absent, field }) => field === name && absent === true);
  return sensitive.filter((name) => !isKnown(name));
}

/** Why the vault would issue nothing; undefined where it would, or is not asked. */
async function findVaultProblem({ limit, permit, secrets, services }: Run): Promise<string | undefined> {
  const { grant } = permit;
  const { vault } = services;
  if (grant === null || vault === undefined) return undefined;
  try {
    const answer = await limit.wait(() => vault.test(grant.type, limit.signal));
    const problem = answer.done ? answer.value : 'The vault did not answer in time.';
    return problem === undefined ? undefined : secrets.clean(`No credentials would be issued. ${problem}`);
  } catch (error) {
    return `Nobody can tell whether credentials would be issued. ${secrets.cleanError(error)}`;
  }
}

function refuseFor(obstacle: string | undefined, result: DryRunResult): DryRunResult {
  return obstacle === undefined ? result : { ...result, outcome: 'failure', reason: obstacle };
}

function hide(result: DryRunResult, unread: readonly string[]): DryRunResult {
  if (unread.length === 0) return result;
  const why = `What it is now is not known (${unread.join(', ')}), and may be secret: what would change is not shown.`;
  return { ...result, reason: result.outcome === 'success' ? `${result.reason} ${why}` : why, difference: null };
}

async function ask(run: Run): Promise<DryRunResult> {
  const { secrets } = run;
  try {
    const answer = await run.limit.wait(() => run.permit.executor.dryRun(run.execution, run.context));
    if (!answer.done) return failed('The executor did not answer in time.');
    const { difference, outcome, reason, steps } = answer.value;
    return {
      outcome,
      reason: secrets.clean(reason),
      steps: steps.map((step) => secrets.clean(step)),
      difference: difference === null ? null : secrets.cleanText(difference),
    };
  } catch (error) {
    return failed(secrets.cleanError(error));
  }
}

function failed(reason: string): DryRunResult {
  return { outcome: 'error', reason, steps: [], difference: null };
}
