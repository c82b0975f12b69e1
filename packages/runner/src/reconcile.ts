import type { LoggedEvent } from '@agent-safe/audit';
import { type AuditDraftOf, type ExecutionSubject, quote } from '@agent-safe/core';
import { revokeLease } from './credentials/revoke.ts';
import { readText, surelyOver } from './events.ts';
import type { RunHistory } from './history.ts';
import { LONGEST_TIMEOUT, type Services } from './options.ts';
import { revocationDraft } from './records.ts';
import type { RunEndingCode } from './run-result.ts';
import { Secrets } from './secrets.ts';

/** What had no end, and what became of it. */
export interface ReconcileReport {
  /** Those whose outcome is recorded as unknown from now on. They are never run again by themselves. */
  readonly unknown: readonly InterruptedRun[];
  /** Those that may be at it still, until then. */
  readonly running: readonly (InterruptedRun & { readonly until: string })[];
  /** Leases that may be in use still, until then. */
  readonly issued: readonly { readonly lease_id: string; readonly until: string }[];
  /** Ids of leases that were revoked now. */
  readonly revoked: readonly string[];
  /** Leases of vaults that are not configured here any more, which have ended by themselves. They are told once. */
  readonly lapsed: readonly string[];
  /** Leases that are still not revoked, and why. */
  readonly unrevoked: readonly { readonly lease_id: string; readonly reason: string }[];
  /** Lines of the log that cannot be read. Whatever they said may be open still. */
  readonly damaged: number;
  /** Whether another process is at it. Then nothing was done here. */
  readonly busy: boolean;
}

export interface InterruptedRun {
  readonly intent_id: string;
  readonly audit_id: string | null;
  readonly action: string | null;
  readonly target: string | null;
}

/** Events that one write of the log holds with ease. */
const BATCH = 100;

/**
 * Ends what a crash left open: intents without an outcome, and credentials that were issued and not revoked. One process does
 * it at a time, and reads the log while it does, so that nothing is ended twice.
 *
 * @throws AgentSafeError ERR_AUDIT_UNAVAILABLE, ERR_AUDIT_INVALID
 */
export async function reconcile(services: Services, history: RunHistory): Promise<ReconcileReport> {
  const report = await history.exclusively(async () => {
    const open = await findOpen(history);
    const now = services.clock();
    const isOver = (event: LoggedEvent) => now > surelyOver(event);
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

/** Intents without an outcome, and leases that are not revoked, the oldest first. */
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
    // What was handed out unscoped is nothing that anybody here could end.
    const isOurs = event.event_type === 'credential_issued' && event.is_scoped !== false;
    if (isOurs && lease !== '' && !revoked.has(lease)) leases.push(event);
  }
  return { intents: intents.toReversed(), leases: leases.toReversed(), damaged };
}

/** The vault that issued a lease; undefined where the log knows of no such lease. */
export async function findIssuer(history: RunHistory, leaseId: string): Promise<string | undefined> {
  for await (const line of history.readBackwards()) {
    if ('damaged' in line) continue;
    const { event_type, lease_id, vault } = line.event;
    if (event_type === 'credential_issued' && lease_id === leaseId) return readText(vault) ?? '';
  }
  return undefined;
}

export function issuedElsewhere(vault: string): string {
  return `It was issued by the vault ${quote(vault)}, which is not configured here.`;
}

const REASON =
  'Whoever ran it ended before it could say how it went. Look at the target: nobody can tell whether it was done, and it is not done again.';

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

/** What later records say of what an earlier one was about. */
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
      if (clock() > surelyOver(issued) + LONGEST_TIMEOUT * 1_000) {
        await audit.append([lapsedDraft(issued, lease_id, reason)]);
        lapsed.push(lease_id);
      } else unrevoked.push({ lease_id, reason });
      continue;
    }
    const why = await revokeLease(vault, lease_id, clock, new Secrets());
    if (why !== undefined) {
      unrevoked.push({ lease_id, reason: why });
      continue;
    }
    await audit.append([revocationDraft(subject(issued), vault, lease_id, undefined)]);
    revoked.push(lease_id);
  }
  return { lapsed, revoked, unrevoked };
}

/** What a vault that scopes has issued lives no longer than was asked for, and that is over. Nobody has revoked it. */
function lapsedDraft(issued: LoggedEvent, lease_id: string, why: string): AuditDraftOf<'credential_revoked'> {
  const how = { vault: readText(issued.vault), is_scoped: true, revoked: false, lapsed: true } as const;
  const reason = `${why} By now it has ended by itself.`;
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
  return { lease_id: readText(lease.lease_id) ?? '', until: new Date(surelyOver(lease)).toISOString() };
}

function describeRunning(intent: LoggedEvent): InterruptedRun & { readonly until: string } {
  return { ...describe(intent), until: new Date(surelyOver(intent)).toISOString() };
}
