import type { Action, ActionParameter, AuditDraft } from '@agent-safe/core';

/** Returns an action without parameters, for tests that change some members. */
export function sampleAction(changes: Partial<Action> = {}): Action {
  return {
    name: 'restart',
    version: '1.0.0',
    description: 'Restart it',
    parameters: [],
    risk_class: 'medium',
    target_types: ['vm'],
    prechecks: [],
    reversible: false,
    rollback_action: null,
    rollback_params: {},
    required_privileges: [],
    tags: [],
    credentials: null,
    state_fields: [],
    ...changes,
  };
}

/** Returns an optional parameter, for tests that change some members. */
export function sampleParameter(
  name: string,
  type: ActionParameter['type'] = 'string',
  changes: Partial<ActionParameter> = {},
): ActionParameter {
  return { name, type, required: false, description: '', locates: false, sensitive: false, ...changes };
}

/** Returns an audit draft with any fields, for tests of logs and readers. */
export function anyDraft<EventId extends string | undefined = undefined>(draft: {
  readonly event_type: AuditDraft['event_type'];
  readonly event_id?: EventId;
  readonly fields: object;
}): AuditDraft & (EventId extends string ? { readonly event_id: EventId } : unknown) {
  return draft as unknown as AuditDraft & (EventId extends string ? { readonly event_id: EventId } : unknown);
}

/** Returns the event that a log would write for a draft. Its hashes are not valid. */
export function sampleEvent(draft: AuditDraft): unknown {
  const { event_id = 'evt-1', event_type, fields } = draft;
  const hashes = { prev_hash: '0'.repeat(64), entry_hash: '0'.repeat(64) };
  const event = { v: 1, seq: 1, event_id, timestamp: '2026-03-02T12:00:00.000Z', event_type, ...fields, ...hashes };
  return JSON.parse(JSON.stringify(event)) as unknown;
}
