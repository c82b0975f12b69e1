import type { AuditEvent, LegacyAuditEvent } from '@agent-safe/core';
import * as z from 'zod';
import { toDiagnostics } from '../diagnostics/diagnostics.ts';
import type { Reading } from '../documents/documents.ts';
import { auditEventSchemas, legacyAuditEventSchemas } from './audit-event.ts';

/**
 * Reads one event of an audit log. An event of this version has the member `v`; an event of Agent-Safe 0.11 has none. It checks the
 * members, not the hashes: `verifyLog` of @agent-safe/audit finds changed lines.
 */
export function readAuditEvent(value: unknown): Reading<AuditEvent | LegacyAuditEvent> {
  const result = schemaOf(value).safeParse(value);
  if (result.success) return { document: value as AuditEvent | LegacyAuditEvent, diagnostics: [] };
  return { document: undefined, diagnostics: toDiagnostics(result.error, value) };
}

/** Returns the schema of the type of the event, so that diagnostics are about that type. */
function schemaOf(value: unknown): z.ZodType {
  const { event_type, v } = {
    ...(value as { readonly event_type?: unknown; readonly v?: unknown } | null | undefined),
  };
  const schemas: Readonly<Record<string, z.ZodType>> = v === undefined ? legacyAuditEventSchemas : auditEventSchemas;
  const schema = typeof event_type === 'string' && Object.hasOwn(schemas, event_type) ? schemas[event_type] : undefined;
  return schema ?? z.looseObject({ event_type: z.enum(Object.keys(schemas)) });
}
