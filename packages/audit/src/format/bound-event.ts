import { type AuditEventFields, capJson, countJsonBytes, type JsonValue } from '@agent-safe/core';

/** Largest line of an event that quotes input, in bytes. */
export const LARGEST_EVENT = 262_144;

/** Largest size of a member of an event in JSON, in bytes. */
export const LARGEST_MEMBER = 4_096;

/**
 * Members with another limit. Parameters of a request have at most 64 KiB, and stay whole: redaction makes them less than half
 * larger. The others have a limit so that all members of one event are within {@link LARGEST_EVENT}.
 */
const LIMITS: Readonly<Record<string, number>> = {
  params: 98_304,
  before_state: 49_152,
  after_state: 49_152,
  fields: 32_768,
  chain: 16_384,
  prechecks: 32_768,
  warnings: 16_384,
  caller_tokens: 16_384,
  required: 16_384,
  roles: 16_384,
  groups: 16_384,
  session_ids: 16_384,
  actions: 16_384,
  targets: 16_384,
  approvers: 16_384,
  state_fields_declared: 16_384,
  state_fields_captured: 16_384,
  state_fields_altered: 16_384,
  state_fields_missing: 16_384,
  after_fields_altered: 16_384,
  after_fields_missing: 16_384,
  params_altered: 16_384,
  sealed: 16_384,
};

/** Events that quote input. The log itself writes the others, such as checkpoints, and they must stay whole. */
const QUOTING: ReadonlySet<string> = new Set<keyof AuditEventFields>([
  'api_key_changed',
  'approval_requested',
  'approval_resolved',
  'credential_issued',
  'credential_revoked',
  'decision',
  'delegation',
  'execution_intent',
  'execution_outcome',
  'revocation',
  'risk_reset',
  'session_ended',
  'sign_in',
  'state_capture',
  'ticket_refused',
  'tokens_refused',
  'user_changed',
]);

/** Whether events of a type quote input, so that they have the limit {@link LARGEST_EVENT}. */
export function quotesInput(eventType: string): boolean {
  return QUOTING.has(eventType);
}

/**
 * Replaces large values of an event by stubs, so that its line is within {@link LARGEST_EVENT}: a larger event might never reach a
 * receiver. The fields are redacted already.
 */
export function boundFields(eventType: string, fields: object): object {
  if (!quotesInput(eventType)) return fields;
  const members = Object.entries(fields) as [string, JsonValue | undefined][];
  if (members.every(([name, value]) => isWithin(value, limitOf(name)))) return fields;
  return Object.fromEntries(
    members.map(([name, value]) => [
      name,
      isWithin(value, limitOf(name)) ? value : capJson(value ?? null, limitOf(name)),
    ]),
  );
}

function limitOf(name: string): number {
  return Object.hasOwn(LIMITS, name) ? (LIMITS[name] ?? LARGEST_MEMBER) : LARGEST_MEMBER;
}

function isWithin(value: JsonValue | undefined, limit: number): boolean {
  if (typeof value === 'string' && value.length * 6 + 2 <= limit) return true;
  return typeof value !== 'object' && typeof value !== 'string'
    ? true
    : value === null || countJsonBytes(value) <= limit;
}
