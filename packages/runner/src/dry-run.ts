import type { DryRunResult, JsonObject } from '@agent-safe/core';
import type { CredentialGrant } from './credentials/resolve.ts';
import { reportRefusal } from './execute-run.ts';
import { matchScope, matchTicket, verifyTicket } from './gates.ts';
import { type CheckedPrecheck, findBlocked, runPrechecks } from './prechecks.ts';
import { readState } from './read-state.ts';
import type { Run } from './run.ts';
import type { RunRefusal } from './run-result.ts';
import { stateOptions } from './stages.ts';
import { TimeLimit } from './time-limit.ts';

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
 * Goes through all that a run does before it has an effect, but for the ticket: that is not used up, so a used one is not
 * noticed either. No credentials are issued, and nothing but a refusal is recorded.
 */
export async function dryRun(run: Run): Promise<DryRunReport | RunRefusal> {
  try {
    for (const gate of [verifyTicket, matchTicket, startClock, matchScope]) {
      const refusal = await gate(run);
      if (refusal !== undefined) return await reportRefusal(run, refusal);
    }
    const { context, execution, limit, permit, secrets, services } = run;
    const unread = await findUnread(run);
    // One that touches nothing takes no time.
    const tell = (message: string) => permit.executor.isHarmless !== true && run.progress(message);
    tell('Its checks are made.');
    const prechecks = await runPrechecks(permit.executor, execution, context, limit, secrets, services);
    tell('The system is asked what it would make of it.');
    const { action, audit_id, params, target } = permit.ticket;
    return {
      ran: 'dry',
      ...hide(await ask(run), unread),
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
async function findUnread(run: Run): Promise<readonly string[]> {
  const sensitive = run.permit.action.state_fields.filter((field) => field.sensitive).map(({ name }) => name);
  if (sensitive.length === 0) return [];
  const { clear, missing } = await readState(stateOptions(run));
  const isKnown = (name: string) =>
    Object.hasOwn(clear, name) || missing.some(({ absent, field }) => field === name && absent === true);
  return sensitive.filter((name) => !isKnown(name));
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
