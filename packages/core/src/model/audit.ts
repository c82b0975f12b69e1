import type { JsonObject, JsonValue } from '../json/json.ts';

/** What may happen. Each kind of event has fields of its own. */
export const AUDIT_EVENT_TYPES = [
  'decision',
  'approval_requested',
  'approval_resolved',
  'delegation',
  'revocation',
  'ticket_refused',
  'execution_intent',
  'execution_outcome',
  'state_capture',
  'credential_issued',
  'credential_revoked',
  'log_sealed',
  'checkpoint',
] as const;
export type AuditEventType = (typeof AUDIT_EVENT_TYPES)[number];

/** What is to be recorded, before it has a place in the log. The fields are the event's own, free of secrets. */
export interface AuditDraft {
  readonly event_type: AuditEventType;
  /** A new one where it is left out. */
  readonly event_id?: string;
  readonly fields: JsonObject;
}

/** Where an event was recorded. */
export interface AuditReceipt {
  /** From 1, without a gap. */
  readonly seq: number;
  readonly event_id: string;
  /** RFC 3339, UTC. */
  readonly timestamp: string;
  /** SHA-256 of the line, lowercase hexadecimal. */
  readonly entry_hash: string;
}

/** An event as a log holds it: one line of JSON, with its own fields between `event_type` and `prev_hash`. */
export interface AuditEvent extends AuditReceipt {
  readonly v: 1;
  readonly event_type: AuditEventType;
  readonly prev_hash: string;
  readonly [field: string]: JsonValue;
}
