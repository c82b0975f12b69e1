import type { Route } from '../../routes/route.ts';
import { refuseAs } from '../refusals.ts';
import { defineNative } from '../route.ts';
import * as schemas from '../schemas/audit.ts';
import { Slots } from '../slots.ts';
import { logOf, type ProjectLog, toFilter } from './audit-log.ts';
import { LogFeed } from './log-feed.ts';
import { newestNumber } from './read-page.ts';
import { streamEvents } from './stream.ts';

const streams = new Slots(128, 16);
const feeds = new WeakMap<ProjectLog, LogFeed>();

/** Live events. */
export const liveRoutes: readonly Route[] = [
  defineNative({
    tag: 'Audit',
    id: 'streamEvents',
    isLong: true,
    method: 'get',
    path: '/api/v1/events',
    access: { pep: 'audit:read', user: 'viewer' },
    summary: 'Stream audit events as they are recorded, as Server-Sent Events',
    query: schemas.streamQuery,
    answers: { 200: { description: 'Events of the type "audit".', contentType: 'text/event-stream' } },
    async handle({ headers, isStillAdmitted, principal, query: { after, type }, signal }, server) {
      const log = logOf(server.project().safe);
      const from = readLastId(headers.get('last-event-id')) ?? after;
      const newest = await newestNumber(log);
      const free = streams.take('agentId' in principal ? principal.agentId : '');
      if (free === undefined) {
        const reason = 'Too many streams are open. Close one of them, or read pages of events.';
        return refuseAs({ code: 'streams_too_many', reason });
      }
      const feed = feeds.get(log) ?? new LogFeed(log);
      feeds.set(log, feed);
      const leave = feed.join();
      const filter = toFilter({ type });
      const body = streamEvents({
        log,
        wait: (...given) => feed.wait(...given),
        // A number that the log does not have yet is of another log.
        after: from === undefined || from > newest ? newest : from,
        matches: (event) => filter.matches(event),
        isStillAdmitted,
        signal: AbortSignal.any([signal, server.closing]),
        onEnd: () => {
          leave();
          free();
        },
      });
      const fixed = { 'content-type': 'text/event-stream', 'cache-control': 'no-store', 'x-accel-buffering': 'no' };
      return new Response(body, { headers: fixed });
    },
  }),
];

function readLastId(text: string | null): number | undefined {
  return text !== null && /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}
