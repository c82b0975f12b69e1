import * as z from 'zod';
import { DOCUMENT_SCHEMAS } from './documents.ts';
import { auditEventSchema, legacyAuditEventSchema } from './events/audit-event.ts';

const SCHEMAS = {
  ...DOCUMENT_SCHEMAS,
  'audit-event': auditEventSchema,
  'legacy-audit-event': legacyAuditEventSchema,
} as const;

/** What has a published JSON Schema: the documents that people write, and the events that Agent-Safe writes. */
export type SchemaName = keyof typeof SCHEMAS;
export const SCHEMA_NAMES = Object.keys(SCHEMAS) as readonly SchemaName[];

/** The JSON Schema (2020-12) of a document or an event, for editors and for other languages. */
export function jsonSchema(name: SchemaName): Record<string, unknown> {
  const schema = z.toJSONSchema(SCHEMAS[name], { io: 'input', reused: 'inline' });
  return { title: `Agent-Safe ${name}`, ...schema };
}
