import { type NoteVerifier, type RecordedRequest, strictest } from '@agent-safe/audit';
import { redactText } from '@agent-safe/audit/append';
import {
  AgentSafeError,
  type AuditDraft,
  describeCause,
  isStateFact,
  type LogFacts,
  type LoggedEvent,
  type RecordedAccount,
  type Refused,
  type Revocation,
  type StateFacts,
} from '@agent-safe/core';
import { notBefore } from '../not-before.ts';
import { type FoundLog, findLogs } from './find-logs.ts';
import { readText, readTime } from './read-fields.ts';
import type {
  StateRebuild,
  StateRebuildCode,
  StateRebuildDone,
  StateRebuildResult,
  StateServices,
} from './rebuild-types.ts';
import { type RecordedState, readRecordedState } from './recorded-state.ts';
import { longestWindow, replayLimits } from './replay-limits.ts';

/** A log and the facts that it has recorded. */
interface ReadLog extends FoundLog {
  readonly recorded: RecordedState;
}

/** Attempts while other processes record facts. */
const MOST_TRIES = 10;
/** Number of events in one write. It is well below the limit of the log. */
const BATCH = 100;

/**
 * Rebuilds the state from the logs that share it. It first reads and verifies the logs, then records the rebuild, and then replaces the
 * content of the state in one transaction. If it stops in between, the old state stays refused.
 */
export async function rebuildState(
  { logs: named = [], reason = 'The state was rebuilt.', without = [] }: StateRebuild,
  services: StateServices,
): Promise<StateRebuildResult> {
  const { facts, log } = services;
  if (log?.stateFacts === undefined)
    return refuse(
      'audit_unavailable',
      'There is no audit log to rebuild the state from. Add "audit_log" to agent-safe.yaml.',
    );
  if (facts === undefined)
    return refuse('state_missing', 'There is no state to rebuild. Add "state" to agent-safe.yaml.');
  let known: readonly LogFacts[];
  try {
    await facts.prepare();
    known = await facts.logs();
  } catch (error) {
    return refuse('state_unavailable', describe(error));
  }
  const found = await findLogs(log, named, known, without);
  if (!found.ok) return found;
  try {
    return await rebuildFrom(found.logs, redactText(reason), facts, services);
  } catch (error) {
    return refuse(codeOf(error), describe(error));
  } finally {
    for (const each of found.logs) if (each.isOpened) await each.log.close();
  }
}

async function rebuildFrom(
  logs: readonly FoundLog[],
  reason: string,
  facts: StateFacts,
  services: StateServices,
): Promise<StateRebuildResult> {
  const { clock, limits, verifiers, verifiesCallers } = services;
  for (const each of logs) {
    const verified = await verify(each, await verifiers());
    if (!verified.ok) return verified;
  }
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const now = clock();
    const window = longestWindow(limits, verifiesCallers());
    const read: ReadLog[] = [];
    for (const each of logs) read.push({ ...each, recorded: await readRecordedState(each.log, now, window) });
    const allowed = Math.max(...read.map(({ recorded }) => recorded.allowed));
    const until = notBefore(allowed, clock);
    if (until === undefined) return refuse('clock_behind', describeClock(allowed));
    const done = await replaceBy(read, reason, facts, services, until());
    if (done !== undefined) return done;
  }
  return refuse(
    'state_busy',
    `Other processes changed the state ${MOST_TRIES} times meanwhile. Stop them, and try again.`,
  );
}

/** @returns undefined if another process recorded a fact meanwhile */
async function replaceBy(
  read: readonly ReadLog[],
  reason: string,
  facts: StateFacts,
  { limits, verifiesCallers }: StateServices,
  now: number,
): Promise<StateRebuildDone | undefined> {
  const revocations = await mergeRevocations(read, facts);
  const tickets = new Map(read.flatMap(({ recorded }) => [...recorded.tickets]));
  const tickets_until = new Date(now).toISOString();
  const names = read.map(({ facts: { name }, recorded: { events } }) => ({ name, events }));
  const after: LogFacts[] = [];
  const canceled: string[] = [];
  const event_ids: string[] = [];
  for (const each of read) {
    const { announced: _, facts: applied, state } = (await facts.read(each.facts)) ?? { announced: 0, state: '' };
    const ids = each.recorded.open.map(({ requested }) => readText(requested.request_id));
    const rebuilt: AuditDraft = {
      event_type: 'state_rebuilt',
      fields: {
        reason,
        replaced: applied === undefined ? null : state,
        tickets_until,
        logs: names,
        revocations: revocations.length,
        tickets: tickets.size,
        canceled: ids,
      },
    };
    const lacking = revocations.filter((revocation) => !isRecorded(revocation, each.recorded));
    const drafts = [...lacking.map(revocationDraft), ...each.recorded.open.map(cancelDraft), rebuilt];
    const recorded = await record(each, drafts, state);
    if (recorded.count !== each.recorded.facts + drafts.length) return undefined;
    after.push({ ...each.facts, ...recorded.facts });
    canceled.push(...ids);
    event_ids.push(recorded.event_id);
  }
  const used = Array.from(tickets, ([nonce, expires_at]) => ({ nonce, expires_at }));
  // The state lacks the rebuild that was just recorded, so no request is decided meanwhile.
  await facts.forgetLimits();
  const counted = read.flatMap(({ recorded }) => recorded.counted);
  await replayLimits(counted.sort(byTime), limits, verifiesCallers());
  await facts.replace({ revocations, tickets: used, ticketsUntil: now, accounts: mergeAccounts(read) }, after);
  return {
    ok: true,
    logs: names,
    revocations: revocations.length,
    tickets: tickets.size,
    canceled,
    tickets_until,
    event_ids,
  };
}

/** Records events of a rebuild. They name the state, so that only older copies of the state lack them. */
async function record(
  { log }: FoundLog,
  drafts: readonly AuditDraft[],
  state: string,
): Promise<{ readonly count: number; readonly event_id: string; readonly facts: LogFacts }> {
  let [count, event_id] = [0, ''];
  for (let start = 0; start < drafts.length; start += BATCH) {
    const batch = drafts.slice(start, start + BATCH).map((draft) => {
      return isStateFact(draft.event_type) ? { ...draft, state_id: state } : draft;
    });
    const last = (await log.append(batch)).at(-1);
    count = last?.state_facts ?? 0;
    event_id = last?.event_id ?? '';
  }
  const facts = await log.stateFacts?.();
  if (facts === undefined) throw new AgentSafeError('ERR_AUDIT_UNAVAILABLE', 'The audit log does not count its facts.');
  return { count, event_id, facts: { ...facts, count } };
}

async function verify(
  { facts: { count, id, name }, log }: FoundLog,
  verifiers: readonly NoteVerifier[],
): Promise<{ readonly ok: true } | Refused<StateRebuildCode>> {
  // A log without events has nothing to verify.
  if (id === '' && count === 0) return { ok: true };
  const verdict = await log.verify({ verifiers });
  if (verdict.verdict !== 'tampered') return { ok: true };
  const what = `The audit log ${name} was tampered with at event ${verdict.seq}, so the state was not rebuilt.`;
  return refuse('audit_tampered', `${what} ${verdict.reason}`);
}

/** Returns the last version of each account in all logs. */
function mergeAccounts(read: readonly ReadLog[]): readonly RecordedAccount[] {
  const merged = new Map<string, RecordedAccount>();
  for (const { recorded } of read) {
    for (const [key, account] of recorded.accounts) {
      if (account.at > (merged.get(key)?.at ?? Number.NEGATIVE_INFINITY)) merged.set(key, account);
    }
  }
  return [...merged.values()];
}

/** Merges the revocations of all logs, and those of the old state that no log has recorded yet. */
async function mergeRevocations(read: readonly ReadLog[], facts: StateFacts): Promise<readonly Revocation[]> {
  const merged = new Map<string, Revocation>();
  for (const { facts: name, recorded } of read) {
    for (const each of [...recorded.revocations.values(), ...(await listWaiting(name, facts))]) {
      const key = `${each.kind}:${each.id}`;
      merged.set(key, strictest(merged.get(key), each));
    }
  }
  return [...merged.values()].sort((left, right) => left.revoked_at - right.revoked_at);
}

/** Lists the revocations of the state that the log lacks. A state that does not know the log names those that none of its logs has. */
async function listWaiting(log: LogFacts, facts: StateFacts): Promise<readonly Revocation[]> {
  const known = await facts.read(log);
  const logs = known?.facts === undefined ? await facts.logs() : [log];
  let waiting = await facts.unrecorded(log);
  for (const each of logs) {
    const lacking = new Set((await facts.unrecorded(each)).map(({ id, kind }) => `${kind}:${id}`));
    waiting = waiting.filter(({ id, kind }) => lacking.has(`${kind}:${id}`));
  }
  return waiting;
}

function byTime(left: LoggedEvent, right: LoggedEvent): number {
  return readTime(left.timestamp) - readTime(right.timestamp);
}

function isRecorded({ id, issued_until, kind }: Revocation, { revocations }: RecordedState): boolean {
  const known = revocations.get(`${kind}:${id}`);
  return known !== undefined && known.issued_until === issued_until;
}

function revocationDraft({ id, issued_until, kind }: Revocation): AuditDraft {
  const until = issued_until === null ? null : new Date(issued_until).toISOString();
  return { event_type: 'revocation', fields: { change: 'revoked', kind, id, issued_until: until } };
}

const CANCELED = 'The state was rebuilt. Check the request again to ask for a new approval.';

/** The next version of a request. A stored copy of the request has no such version, so the copy stays void. */
function cancelDraft({ last, requested }: RecordedRequest): AuditDraft {
  const { action, audit_id, caller, digest, request_id, target } = requested;
  const version = Number((last ?? requested).version) + 1;
  const text = (value: unknown) => (typeof value === 'string' ? value : null);
  return {
    event_type: 'approval_resolved',
    event_id: `${readText(request_id)}-${version}`,
    fields: {
      request_id: readText(request_id),
      version,
      status: 'cancelled',
      decision: 'cancel',
      approver: null,
      approver_chain: [],
      reason: CANCELED,
      action: readText(action),
      target: text(target),
      caller: text(caller),
      digest: readText(digest),
      audit_id: readText(audit_id),
      claimed_by_audit_id: null,
      mark: '',
    },
  };
}

function describeClock(allowed: number): string {
  const found = `The clock of this machine is behind the audit log: the last request was allowed at ${new Date(allowed).toISOString()}`;
  return `${found}. Its ticket could not be refused. Set the clock, and rebuild again.`;
}

function codeOf(error: unknown): StateRebuildCode {
  const isState = error instanceof AgentSafeError && error.code === 'ERR_STORE_UNAVAILABLE';
  return isState ? 'state_unavailable' : 'audit_unavailable';
}

function describe(error: unknown): string {
  return error instanceof AgentSafeError ? error.message : describeCause(error);
}

function refuse(code: StateRebuildCode, reason: string): Refused<StateRebuildCode> {
  return { ok: false, code, reason };
}
