import type {
  MissingField,
  ReportedStateAfterFields,
  ReportedStateBeforeFields,
  ReportedStatesFields,
  StateAfterFields,
  StateBeforeFields,
} from '@agent-safe/core';
import * as z from 'zod';
import { event, jsonObject, list, members, optional, string, strings } from './event.ts';
import { subject } from './execution.ts';

const missing = list(
  members<MissingField>()({
    field: string.describe('Name of the field.'),
    reason: string.describe('Reason why the field has no value, as text.'),
    absent: optional(z.boolean()).describe('Whether the field was read and has no value.'),
  }),
).describe('Fields without a value.');
const beforeState = 'State before the execution. Sensitive values are masked. Null if no field could be read.';
const afterState = 'State after the execution. Sensitive values are masked. Null if no field could be read.';
const duration = z.number().min(0).describe('Milliseconds between the readings of the two states.');
const declared = strings.describe('Fields that the action declares.');
const captured = strings.describe('Fields that were read.');
const altered = strings.describe('Fields whose recorded values differ from the values that were read.');

export const stateBefore = event<StateBeforeFields>()('state_capture', {
  ...subject,
  before_state: jsonObject.nullable().describe(beforeState),
  state_fields_declared: declared,
  state_fields_captured: captured,
  state_fields_altered: altered,
  state_fields_missing: missing,
  sealed: strings.describe('Paths of values that are stored encrypted for a rollback.'),
});

export const stateAfter = event<StateAfterFields>()('state_capture', {
  ...subject,
  after_state: jsonObject.nullable().describe(afterState),
  capture_duration_ms: duration,
  state_fields_declared: declared,
  state_fields_captured: captured,
  after_fields_altered: altered,
  after_fields_missing: missing,
});

const { action, audit_id, caller, correlation_id, target, ticket_id } = subject;
const reported = { action, audit_id, caller, correlation_id, target, ticket_id };
const fields = { state_fields_declared: declared, state_fields_captured: captured };

export const reportedStateBefore = event<ReportedStateBeforeFields>()('state_capture', {
  ...reported,
  before_state: jsonObject.describe('Reported state before the execution. Sensitive values are masked.'),
});

export const reportedStateAfter = event<ReportedStateAfterFields>()('state_capture', {
  ...reported,
  ...fields,
  after_state: jsonObject.describe('Reported state after the execution. Sensitive values are masked.'),
  capture_duration_ms: duration,
});

export const reportedStates = event<ReportedStatesFields>()('state_capture', {
  ...reported,
  ...fields,
  before_state: jsonObject.describe('Reported state before the execution. Sensitive values are masked.'),
  after_state: jsonObject.describe('Reported state after the execution. Sensitive values are masked.'),
});
