import type { LoggedEvent } from '@agent-safe/core';
import { isOwn, type Principal } from '../../callers/principal.ts';
import { ok } from '../../http/reply.ts';
import type { Route } from '../../routes/route.ts';
import { refuseAs } from '../refusals.ts';
import { defineNative } from '../route.ts';
import * as schemas from '../schemas/audit.ts';
import { Slots } from '../slots.ts';
import { logOf, type ProjectLog, summaryOf, toFilter } from './audit-log.ts';
import { readPage } from './read-page.ts';
import { add, noCounts } from './summary.ts';

const tag = 'Audit';
const readable = { pep: 'audit:read', user: 'viewer' } as const;
const DAY = 86_400_000;
const SPANS = { minute: 60_000, hour: 3_600_000, day: DAY } as const;
const MOST_BUCKETS = 2_000;
/** A proof reads the whole log. */
const proofs = new Slots(1, 1);

/** Decisions and audit events. Agents see their own decisions. */
export const auditRoutes: readonly Route[] = [
  defineNative({
    tag: 'Decisions',
    id: 'listDecisions',
    method: 'get',
    path: '/api/v1/decisions',
    access: { agent: true, ...readable },
    summary: 'List recorded decisions, the newest first',
    query: schemas.decisionsQuery,
    answers: { 200: { description: 'A page of decisions.', schema: schemas.decisionsPage } },
    async handle({ principal, query }, server) {
      const filter = toFilter({ ...query, type: 'decision' });
      const matches = (event: LoggedEvent) => isVisible(event, principal) && filter.matches(event);
      const page = await readPage(logOf(server.project().safe), { ...filter, matches }, query);
      const { events, next, unreadable } = page;
      return ok({ decisions: events, next, unreadable: principal.kind === 'agent' ? 0 : unreadable });
    },
  }),
  defineNative({
    tag: 'Decisions',
    id: 'getDecision',
    method: 'get',
    path: '/api/v1/decisions/{id}',
    access: { agent: true, ...readable },
    summary: 'Read one recorded decision',
    params: schemas.decisionId,
    answers: { 200: { description: 'The decision.', schema: schemas.oneDecision } },
    async handle({ path: { id }, principal }, server) {
      const event = await logOf(server.project().safe).find(id);
      const isFound = event?.event_type === 'decision' && isVisible(event, principal);
      return isFound && schemas.oneDecision.safeParse(event).success ? ok(event) : refuseAs(unknownEvent(id));
    },
  }),
  defineNative({
    tag,
    id: 'listEvents',
    method: 'get',
    path: '/api/v1/audit/events',
    access: readable,
    summary: 'List audit events, the newest first',
    query: schemas.eventsQuery,
    answers: { 200: { description: 'A page of events.', schema: schemas.eventsPage } },
    async handle({ query }, server) {
      return ok(await readPage(logOf(server.project().safe), toFilter(query), query));
    },
  }),
  defineNative({
    tag,
    id: 'getEvent',
    method: 'get',
    path: '/api/v1/audit/events/{id}',
    access: readable,
    summary: 'Read one audit event with its place in the chain',
    params: schemas.eventId,
    refusals: [409],
    answers: { 200: { description: 'The event and its place.', schema: schemas.oneEvent } },
    async handle({ path: { id } }, server) {
      const log = logOf(server.project().safe);
      const event = await findEvent(log, id);
      if (event === undefined) return refuseAs(unknownEvent(id));
      const { entry_hash = '', prev_hash = '', seq = null } = event;
      const checkpoint = seq === null ? undefined : await findCheckpoint(log, seq);
      const answer = { event, position: { seq, prev_hash, entry_hash }, checkpoint: checkpoint ?? null };
      if (schemas.oneEvent.safeParse(answer).success) return ok(answer);
      const reason = `The line is no event of this version: ${shown(id)}. Run "agent-safe audit verify".`;
      return refuseAs({ code: 'tampered', reason });
    },
  }),
  defineNative({
    tag,
    id: 'proveEvent',
    method: 'get',
    path: '/api/v1/audit/events/{id}/proof',
    access: readable,
    summary: 'Prove that an event is in the log of the newest signed checkpoint',
    params: schemas.eventId,
    refusals: [409, 422],
    answers: { 200: { description: 'The inclusion proof.', schema: schemas.proof } },
    async handle({ path: { id } }, server) {
      const log = logOf(server.project().safe);
      const { seq } = (await findEvent(log, id)) ?? {};
      if (seq === undefined) return refuseAs(unknownEvent(id));
      const checkpoint = await findCheckpoint(log, seq);
      if (checkpoint === undefined || log.prove === undefined) {
        const reason = `No signed checkpoint covers the event yet: ${shown(id)}. Wait for the next one, or run "agent-safe audit checkpoint".`;
        return refuseAs({ code: 'checkpoint_missing', reason });
      }
      const free = proofs.take('');
      if (free === undefined)
        return refuseAs({ code: 'proofs_too_many', reason: 'Another proof is being built. Try again.' });
      try {
        const proved = await log.prove(seq, checkpoint.note);
        return proved.ok ? ok({ proof: proved.text, size: checkpoint.size }) : refuseAs(proved);
      } finally {
        free();
      }
    },
  }),
  defineNative({
    tag,
    id: 'getStatistics',
    method: 'get',
    path: '/api/v1/audit/statistics',
    access: readable,
    summary: 'Count events and decisions of a span of time',
    query: schemas.spanQuery,
    answers: { 200: { description: 'The counts.', schema: schemas.statistics } },
    async handle({ query }, server) {
      const summary = summaryOf(server.project().safe);
      const { since, until } = readSpan(query);
      const coverage = await summary.cover(since);
      const total = noCounts();
      for (const { counts } of summary.timeline(since, until, DAY)) add(total, counts);
      const top = (dimension: 'actions' | 'callers' | 'codes' | 'types') => summary.top(dimension, since, until, 20);
      return ok({
        since: new Date(since).toISOString(),
        until: new Date(until).toISOString(),
        coverage,
        total,
        types: top('types'),
        codes: top('codes'),
        actions: top('actions'),
        callers: top('callers'),
      });
    },
  }),
  defineNative({
    tag,
    id: 'getTimeline',
    method: 'get',
    path: '/api/v1/audit/timeline',
    access: readable,
    summary: 'Count events and decisions of each minute, hour or day of a span of time',
    query: schemas.timelineQuery,
    refusals: [422],
    answers: { 200: { description: 'The counts of each bucket.', schema: schemas.timeline } },
    async handle({ query: { bucket, ...query } }, server) {
      const summary = summaryOf(server.project().safe);
      const { since, until } = readSpan(query);
      if ((until - since) / SPANS[bucket] > MOST_BUCKETS) {
        const reason = `The span has more than ${MOST_BUCKETS} buckets. Choose larger buckets or a shorter span.`;
        return refuseAs({ code: 'request_invalid', reason });
      }
      const coverage = await summary.cover(since);
      const buckets = summary
        .timeline(since, until, SPANS[bucket])
        .map(({ counts, start }) => ({ start: new Date(start).toISOString(), ...counts }));
      return ok({
        since: new Date(since).toISOString(),
        until: new Date(until).toISOString(),
        coverage,
        bucket,
        buckets,
      });
    },
  }),
];

function readSpan({ since, until }: { readonly since?: string | undefined; readonly until?: string | undefined }) {
  const end = until === undefined ? Date.now() : Date.parse(until);
  return { since: since === undefined ? end - DAY : Date.parse(since), until: end };
}

/** Agents see the decisions about requests that their own token proved. */
function isVisible(event: LoggedEvent, principal: Principal): boolean {
  return principal.kind !== 'agent' || isOwn(principal, event);
}

/** Finds an event by its number or id. */
async function findEvent(log: ProjectLog, id: string): Promise<LoggedEvent | undefined> {
  if (!/^[1-9]\d{0,14}$/.test(id)) return log.find(id);
  const seq = Number(id);
  for await (const line of log.readBackwards({ before: seq + 1, after: seq - 1 }))
    if ('event' in line && line.event.seq === seq) return line.event;
  return undefined;
}

/** Finds the newest signed checkpoint that covers an event. */
async function findCheckpoint(
  log: ProjectLog,
  seq: number,
): Promise<{ readonly size: number; readonly note: string } | undefined> {
  for await (const line of log.readBackwards({ types: ['checkpoint'], after: seq })) {
    if (!('event' in line)) continue;
    const { note, size } = line.event;
    if (typeof note === 'string' && typeof size === 'number') return size >= seq ? { size, note } : undefined;
  }
  return undefined;
}

function unknownEvent(id: string) {
  return { code: 'event_unknown', reason: `The log has no such event that you may read: ${shown(id)}. Check the id.` };
}

function shown(id: string): string {
  return JSON.stringify(id.slice(0, 128));
}
