import type { AuditEventFields } from './audit-event-fields.ts';

/** The kinds of events. Each kind has fields of its own. */
export const AUDIT_EVENT_TYPES = [
  'decision',
  'approval_requested',
  'approval_resolved',
  'delegation',
  'revocation',
  'api_key_changed',
  'user_changed',
  'sign_in',
  'sign_ins_refused',
  'session_ended',
  'risk_reset',
  'state_rebuilt',
  'ticket_redeemed',
  'ticket_refused',
  'tokens_refused',
  'execution_intent',
  'execution_outcome',
  'state_capture',
  'credential_issued',
  'credential_revoked',
  'log_sealed',
  'log_archived',
  'log_restarted',
  'backup_restored',
  'checkpoint',
] as const satisfies readonly (keyof AuditEventFields)[];
export type AuditEventType = (typeof AUDIT_EVENT_TYPES)[number];

/** One type of audit draft: an event before it has a sequence number. */
export interface AuditDraftOf<Type extends AuditEventType> {
  readonly event_type: Type;
  /** A new id by default. */
  readonly event_id?: string;
  /** Must hold no secret. */
  readonly fields: AuditEventFields[Type];
  /** The id of the state that holds the fact, if the event records a state fact. */
  readonly state_id?: string;
}

/** An event before it has a sequence number. */
export type AuditDraft = { [Type in AuditEventType]: AuditDraftOf<Type> }[AuditEventType];

/** The place, time and hash of a recorded event. */
export interface AuditReceipt {
  /** The sequence number, from 1 without a gap. */
  readonly seq: number;
  readonly event_id: string;
  /** RFC 3339, UTC. */
  readonly timestamp: string;
  /** SHA-256 of the line, lowercase hexadecimal. */
  readonly entry_hash: string;
  /** Number of state facts that the log has recorded up to this event. Absent: none. */
  readonly state_facts?: number;
}

/** The fields that every event has beside its own. */
export interface AuditEnvelope<Type extends AuditEventType = AuditEventType> extends AuditReceipt {
  /** The version of the format. */
  readonly v: 1;
  /** The number of the first event of the same write. Older logs lack it. */
  readonly write_seq?: number;
  readonly event_type: Type;
  /** The id of the state that holds the fact, if the event records a state fact. */
  readonly state_id?: string;
  /** The `entry_hash` of the previous event; 64 zeros in the first event. */
  readonly prev_hash: string;
}

/** Distributes over the alternatives of a type's fields. */
type WithEnvelope<Type extends AuditEventType, Fields> = Fields extends unknown ? AuditEnvelope<Type> & Fields : never;

/** One type of event as a log holds it: one line of JSON, with its own fields between `event_type` and `prev_hash`. */
export type AuditEventOf<Type extends AuditEventType> = WithEnvelope<Type, AuditEventFields[Type]>;

/** An event as a log holds it. `event_type` tells the types apart. Logs of 0.11 hold `LegacyAuditEvent`s. */
export type AuditEvent = { [Type in AuditEventType]: AuditEventOf<Type> }[AuditEventType];
