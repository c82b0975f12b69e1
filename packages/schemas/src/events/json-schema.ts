import * as z from 'zod';
import { auditEventSchema, legacyAuditEventSchema } from './audit-event.ts';

/** Schemas of events, by the names of their JSON Schemas. Readers of documents do not load them. */
const SCHEMAS = { 'audit-event': auditEventSchema, 'legacy-audit-event': legacyAuditEventSchema } as const;

export type EventSchemaName = keyof typeof SCHEMAS;
export const EVENT_SCHEMA_NAMES = Object.keys(SCHEMAS) as readonly EventSchemaName[];

/** Returns the JSON Schema (2020-12) of an event, of this version or of Agent-Safe 0.11. */
export function eventJsonSchema(name: EventSchemaName): Record<string, unknown> {
  const schema = z.toJSONSchema(SCHEMAS[name], { io: 'input', reused: 'inline' });
  return { title: `Agent-Safe ${name}`, ...schema };
}
