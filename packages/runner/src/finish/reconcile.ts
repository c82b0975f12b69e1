import type { LoggedEvent } from '@agent-safe/audit';
import { type AuditDraftOf, type ExecutionSubject, quote, type RecordedLease } from '@agent-safe/core';
import { revocationDraft } from '../audit-events/drafts.ts';
import { latestEnd, readObject, readText } from '../audit-events/read-event.ts';
import { revokeLease } from '../credentials/revoke.ts';
import type { Services } from '../run/options.ts';
import { Redactor } from '../run/redactor.ts';
import type { RunHistory } from '../run/run-history.ts';
import type { RunEndingCode } from '../run/run-result.ts';
import { LONGEST_TIMEOUT } from '../run/time-limit.ts';

/** Result of reconciling open executions and leases. */
export interface ReconcileReport {
  /** Executions whose outcome is now recorded as `unknown`. They are never run again automatically. */
  readonly unknown: readonly InterruptedRun[];
  /** Executions that may still be running, until the time in `until`. */
  readonly running: readonly (InterruptedRun & { readonly until: string })[];
  /** Leases that may still be in use, until the time in `until`. */
  readonly issued: readonly { readonly lease_id: string; readonly until: string }[];
  /** Ids of the leases that this call revoked. */
  readonly revoked: readonly string[];
  /** Expired leases of vaults that are no longer configured. Each is reported once. */
  readonly lapsed: readonly string[];
  /** Leases that could not be revoked, with the reason. */
  readonly unrevoked: readonly { readonly lease_id: string; readonly reason: string }[];
  /** Number of unreadable log lines. Each may hide an open execution. */
  readonly damaged: number;
  /** Whether another process is reconciling. In that case this call did nothing. */
  readonly busy: boolean;
}

/** Execution without a recorded outcome. */
export interface InterruptedRun {
  readonly intent_id: string;
  readonly audit_id: string | null;
  readonly action: string | null;
  readonly target: string | null;
}

/** Number of events in one write. It is well below the limit of the log. */
const BATCH = 100;

/**
 * Closes executions and leases that a crash left open. Executions without an outcome become `unknown`, and their credentials are
 * revoked. One process at a time does this, so that nothing is closed twice.
 *
 * @throws AgentSafeError ERR_AUDIT_UNAVAILABLE, ERR_AUDIT_INVALID
 */
export async function reconcile(services: Services, history: RunHistory): Promise<ReconcileReport> {
  const report = await history.exclusively(async () => {
    const open = await findOpen(history);
    const now = services.clock();
    const isOver = (event: LoggedEvent) => now > latestEnd(event);
    const unknown = open.intents.filter(isOver);
    const drafts = unknown.map(unknownDraft);
    for (let start = 0; start < drafts.length; start += BATCH) {
      await services.audit.append(drafts.slice(start, start + BATCH));
    }
    const leases = await revokeAll(services, open.leases.filter(isOver));
    const running = open.intents.filter((intent) => !isOver(intent)).map(describeRunning);
    const issued = open.leases.filter((lease) => !isOver(lease)).map(describeIssued);
    return { unknown: unknown.map(describe), running, issued, ...leases, damaged: open.damaged, busy: false };
  });
  return (
    report ?? { unknown: [], running: [], issued: [], revoked: [], lapsed: [], unrevoked: [], damaged: 0, busy: true }
  );
}

/** Returns the intents without an outcome and the leases that are not revoked, oldest first. */
async function findOpen(history: RunHistory) {
  const ended = new Set<string>();
  const revoked = new Set<string>();
  const intents: LoggedEvent[] = [];
  const leases: LoggedEvent[] = [];
  let damaged = 0;
  for await (const line of history.readBackwards()) {
    if ('damaged' in line) {
      damaged += 1;
      continue;
    }
    const { event } = line;
    const intent = readText(event.intent_id) ?? '';
    const lease = readText(event.lease_id) ?? '';
    if (event.event_type === 'execution_outcome') ended.add(intent);
    const isEnd = event.revoked === true || event.lapsed === true;
    if (event.event_type === 'credential_revoked' && isEnd) revoked.add(lease);
    if (event.event_type === 'execution_intent' && intent !== '' && !ended.has(intent)) intents.push(event);
    // A vault with `isScoped: false` cannot revoke its credentials.
    const isOurs = event.event_type === 'credential_issued' && event.is_scoped !== false;
    if (isOurs && lease !== '' && !revoked.has(lease)) leases.push(event);
  }
  return { intents: intents.toReversed(), leases: leases.toReversed(), damaged };
}

/**
 * Returns the ids of the leases that may still be in use: they are not revoked, and their run may not have ended. A damaged line may
 * hide a revocation, and then the lease counts as in use until its end.
 */
export async function findLiveLeases(history: RunHistory, now: number): Promise<ReadonlySet<string>> {
  const { leases } = await findOpen(history);
  return new Set(leases.filter((lease) => now <= latestEnd(lease)).map((lease) => readText(lease.lease_id) ?? ''));
}

/** Returns the event of a lease, or undefined if the log has no such lease. */
export async function findIssued(history: RunHistory, leaseId: string): Promise<LoggedEvent | undefined> {
  for await (const line of history.readBackwards()) {
    if ('damaged' in line) continue;
    const { event_type, lease_id } = line.event;
    if (event_type === 'credential_issued' && lease_id === leaseId) return line.event;
  }
  return undefined;
}

/** Reads the event of a lease. Undefined if a part is not valid, because a vault must not rely on it then. */
export function readLease(issued: LoggedEvent): RecordedLease | undefined {
  const { scope, ttl } = issued;
  const latest_issue = latestEnd(issued);
  const fields = Object.entries(readObject(scope) ?? {});
  if (typeof ttl !== 'number' || latest_issue === 0 || fields.some(([, value]) => typeof value !== 'string'))
    return undefined;
  return { scope: scope === null ? null : Object.fromEntries(fields), ttl, latest_issue };
}

/** Returns the reason for a lease of another vault. */
export function issuedElsewhere(vault: string): string {
  return `The vault ${quote(vault)} issued these credentials, and is not configured on this runner.`;
}

const REASON =
  'The runner ended before it recorded an outcome, so the action may have taken effect. Check the target. The action is not executed again.';

function unknownDraft(intent: LoggedEvent): AuditDraftOf<'execution_outcome'> {
  const fields = {
    ...subject(intent),
    digest: readText(intent.digest),
    executor: readText(intent.executor),
    outcome: 'unknown' as const,
    code: 'interrupted' as const satisfies RunEndingCode,
    reason: REASON,
  };
  return { event_type: 'execution_outcome', fields };
}

/** Returns the fields by which later events refer to the same execution. */
function subject(event: LoggedEvent): ExecutionSubject {
  const rest = (['ticket_id', 'correlation_id', 'rollback_of'] as const).flatMap((name) => {
    const value = readText(event[name]);
    return value === null ? [] : [[name, value]];
  });
  return {
    audit_id: readText(event.audit_id) ?? '',
    intent_id: readText(event.intent_id),
    action: readText(event.action) ?? '',
    target: readText(event.target),
    caller: readText(event.caller),
    ...(Object.fromEntries(rest) as Pick<ExecutionSubject, 'ticket_id' | 'correlation_id' | 'rollback_of'>),
  };
}

async function revokeAll(
  { audit, clock, vault }: Services,
  leases: readonly LoggedEvent[],
): Promise<Pick<ReconcileReport, 'lapsed' | 'revoked' | 'unrevoked'>> {
  const lapsed: string[] = [];
  const revoked: string[] = [];
  const unrevoked: { lease_id: string; reason: string }[] = [];
  for (const issued of leases) {
    const lease_id = readText(issued.lease_id) ?? '';
    const issuer = readText(issued.vault);
    if (vault === undefined || vault.name !== issuer) {
      const reason = issuedElsewhere(issuer ?? '');
      if (clock() > latestEnd(issued) + LONGEST_TIMEOUT * 1_000) {
        await audit.append([lapsedDraft(issued, lease_id, reason)]);
        lapsed.push(lease_id);
      } else unrevoked.push({ lease_id, reason });
      continue;
    }
    const answer = await revokeLease(vault, lease_id, clock, new Redactor(), readLease(issued));
    if (!answer.ok) {
      unrevoked.push({ lease_id, reason: answer.reason });
      continue;
    }
    await audit.append([revocationDraft(subject(issued), vault, lease_id, answer)]);
    revoked.push(lease_id);
  }
  return { lapsed, revoked, unrevoked };
}

/** Builds the event of a lease that expired before it was revoked. A vault with `isScoped: true` ends a lease after its `ttl`. */
function lapsedDraft(issued: LoggedEvent, lease_id: string, why: string): AuditDraftOf<'credential_revoked'> {
  const how = { vault: readText(issued.vault), is_scoped: true, revoked: false, lapsed: true } as const;
  const reason = `${why} They have expired.`;
  return { event_type: 'credential_revoked', fields: { ...subject(issued), lease_id, ...how, reason } };
}

function describe(intent: LoggedEvent): InterruptedRun {
  const { action, audit_id, intent_id, target } = intent;
  return {
    intent_id: readText(intent_id) ?? '',
    audit_id: readText(audit_id),
    action: readText(action),
    target: readText(target),
  };
}

function describeIssued(lease: LoggedEvent): { readonly lease_id: string; readonly until: string } {
  return { lease_id: readText(lease.lease_id) ?? '', until: new Date(latestEnd(lease)).toISOString() };
}

function describeRunning(intent: LoggedEvent): InterruptedRun & { readonly until: string } {
  return { ...describe(intent), until: new Date(latestEnd(intent)).toISOString() };
}
