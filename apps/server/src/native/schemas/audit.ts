import { DECISION_RESULTS } from '@agent-safe/core';
import { auditEventSchema, auditEventSchemas, legacyAuditEventSchema } from '@agent-safe/schemas';
import * as z from 'zod';
import { count, pathId, text, time } from './values.ts';

const auditEvent = z
  .union([auditEventSchema, legacyAuditEventSchema])
  .meta({ id: 'AuditEvent', description: 'An event of the audit log, as docs/reference/audit-log.md describes it.' });
const decisionEvent = auditEventSchemas.decision.meta({
  id: 'DecisionEvent',
  description: 'A decision, as the audit log holds it.',
});
const seq = z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER);
const glob = z.string().min(1).max(256);

const pageMembers = {
  before: seq.optional().describe('Only events with a lower number: the `next` of the page before.'),
  after: seq.optional().describe('Only events with a higher number.'),
  limit: z.coerce.number().int().min(1).max(500).default(50).describe('Most events of the page.'),
};
const filterMembers = {
  caller: glob.optional().describe('Glob over the agent id of the caller.'),
  target: glob.optional().describe('Glob over the id of the target.'),
  action: glob.optional().describe('Glob over the name of the action.'),
  result: z.enum(DECISION_RESULTS).optional().describe('Result of a decision.'),
  code: z.string().min(1).max(64).optional().describe('Machine code of the event.'),
  correlation_id: z.string().min(1).max(256).optional(),
  since: z.iso.datetime().optional().describe('Only events from this time on.'),
  until: z.iso.datetime().optional().describe('Only events up to this time.'),
};
export const decisionsQuery = z.strictObject({ ...pageMembers, ...filterMembers });
export const eventsQuery = z.strictObject({
  ...pageMembers,
  ...filterMembers,
  type: z
    .string()
    .max(512)
    .regex(/^[a-z_]{1,64}(?:,[a-z_]{1,64})*$/, 'must be types of events, joined by commas')
    .optional()
    .describe('Types of events, joined by commas.'),
  audit_id: z
    .string()
    .min(1)
    .max(256)
    .optional()
    .describe('The decision with this id, and all events that follow from it.'),
});
export type EventsQuery = Omit<z.infer<typeof eventsQuery>, 'audit_id' | 'type'> & {
  readonly audit_id?: string | undefined;
  readonly type?: string | undefined;
};

const next = z
  .int()
  .nullable()
  .describe(
    'The `before` of the next page. A page may be short or empty although there are older events. Null: this is the last page.',
  );
const unreadable = count.describe(
  'Lines of the log that are damaged, or of a later version. Run "agent-safe audit verify".',
);
export const eventsPage = z.strictObject({
  events: z.array(auditEvent).readonly().describe('The newest first.'),
  next,
  unreadable,
});
export const decisionsPage = z.strictObject({
  decisions: z.array(decisionEvent).readonly().describe('The newest first.'),
  next,
  unreadable,
});
export const eventId = z.strictObject({ id: pathId.describe('Number or id of the event.') });
export const decisionId = z.strictObject({ id: pathId.describe('`audit_id` of the decision.') });
export const oneDecision = decisionEvent;
export const oneEvent = z.strictObject({
  event: auditEvent,
  position: z.strictObject({
    seq: count.nullable().describe('Number of the event. Null for an event of 0.11.'),
    prev_hash: text,
    entry_hash: text,
  }),
  checkpoint: z
    .strictObject({ size: count, note: text })
    .nullable()
    .describe('The newest signed checkpoint that covers the event.'),
});
export const proof = z.strictObject({
  proof: text.describe('The proof as text, for "agent-safe audit verify-proof".'),
  size: count.describe('Number of events of the checkpoint.'),
});

export const spanQuery = z.strictObject({
  since: z.iso.datetime().optional().describe('Default: 24 hours before `until`.'),
  until: z.iso.datetime().optional().describe('Default: now.'),
});
export const timelineQuery = z.strictObject({
  ...spanQuery.shape,
  bucket: z.enum(['minute', 'hour', 'day']).default('hour'),
});
const coverage = z
  .strictObject({
    complete: z
      .boolean()
      .describe('Whether all events of the span were counted. If not, ask again: the server counts on.'),
    from_seq: count,
    to_seq: count,
  })
  .describe('The events that were counted.');
const counts = {
  events: count,
  allow: count,
  deny: count,
  require_approval: count,
  succeeded: count.describe('Executions with the outcome success.'),
  failed: count.describe('Executions with another outcome.'),
};
const names = z.array(z.strictObject({ name: text, events: count })).readonly();
const span = { since: time, until: time, coverage };
export const statistics = z.strictObject({
  ...span,
  total: z.strictObject(counts),
  types: names.describe('By type of event, in whole hours.'),
  codes: names.describe('Decisions by code, in whole hours.'),
  actions: names.describe('Decisions by action: the most frequent, in whole hours.'),
  callers: names.describe('Decisions by caller: the most frequent, in whole hours.'),
});
export const timeline = z.strictObject({
  ...span,
  bucket: z.enum(['minute', 'hour', 'day']),
  buckets: z
    .array(z.strictObject({ start: time, ...counts }))
    .readonly()
    .describe('In order. Buckets without events are left out.'),
});
export const streamQuery = z.strictObject({
  type: eventsQuery.shape.type,
  after: z.coerce
    .number()
    .int()
    .min(0)
    .max(Number.MAX_SAFE_INTEGER)
    .optional()
    .describe('As the header Last-Event-ID.'),
});
