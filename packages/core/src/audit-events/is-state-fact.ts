import type { AuditEventType } from './audit-event.ts';

/**
 * The types of events that record a state fact: a revocation or its end, a used execution ticket, a change of an approval request, of
 * an API key or of a user, or a rebuild of the state. A log counts them, so that a lost state is found without reading the whole log.
 */
const STATE_FACT_TYPES: ReadonlySet<string> = new Set<AuditEventType>([
  'api_key_changed',
  'approval_requested',
  'approval_resolved',
  'credential_issued',
  'execution_intent',
  'revocation',
  'state_rebuilt',
  'ticket_redeemed',
  'user_changed',
]);

/** Whether events of a type record a state fact. */
export function isStateFact(eventType: string): boolean {
  return STATE_FACT_TYPES.has(eventType);
}
