import type { AuditEvent, LegacyAuditEvent } from '@agent-safe/core';
import * as z from 'zod';
import { toDiagnostics } from '../diagnostics/diagnostics.ts';
import type { Reading } from '../documents/documents.ts';
import { auditEventSchemas, legacyAuditEventSchemas } from './audit-event.ts';

/**
 * Reads one event of an audit log: one of this version, which has the member `v`, or one of Agent-Safe 0.11. It checks the
 * members. Whether a line was changed is a matter of its hashes: see `verifyLog` of @agent-safe/audit.
 */
export function readAuditEvent(value: unknown): Reading<AuditEvent | LegacyAuditEvent> {
  const result = schemaOf(value).safeParse(value);
  if (result.success) return { document: value as AuditEvent | LegacyAuditEvent, diagnostics: [] };
  return { document: undefined, diagnostics: toDiagnostics(result.error, value) };
}

/** By its type, so that diagnostics are about the event that it is. */
function schemaOf(value: unknown): z.ZodType {
  const { event_type, v } = {
    ...(value as { readonly event_type?: unknown; readonly v?: unknown } | null | undefined),
  };
  const schemas: Readonly<Record<string, z.ZodType>> = v === undefined ? legacyAuditEventSchemas : auditEventSchemas;
  const schema = typeof event_type === 'string' && Object.hasOwn(schemas, event_type) ? schemas[event_type] : undefined;
  return schema ?? z.looseObject({ event_type: z.enum(Object.keys(schemas)) });
}
