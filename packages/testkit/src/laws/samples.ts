import type { Action } from '@agent-safe/core';

/** An action without parameters, for tests that change what they are about. */
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
