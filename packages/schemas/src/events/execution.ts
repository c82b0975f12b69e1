import {
  EXECUTION_OUTCOMES,
  type ExecutionEndedFields,
  type ExecutionIntentFields,
  type ExecutionInterruptedFields,
  type ExecutionSubject,
  type RecordedPrecheck,
  type TicketRefusedFields,
} from '@agent-safe/core';
import * as z from 'zod';
import { code, event, jsonObject, list, members, nullableString, optional, string, strings, time } from './event.ts';

/** The execution that an event belongs to. */
export const subject = members<ExecutionSubject>()({
  audit_id: string.describe('The decision that allowed it.'),
  intent_id: nullableString.describe('The event_id of the execution_intent. Null where no run issued the credentials.'),
  action: string,
  target: nullableString,
  caller: nullableString,
  ticket_id: optional(string).describe('The change ticket of the request.'),
  correlation_id: optional(string).describe('What the run belongs to, such as a plan.'),
  rollback_of: optional(string).describe('The decision whose execution this run takes back.'),
}).shape;

export const scope = jsonObject.nullable().describe('Where the target lives, such as {"cluster": "prod"}.');
export const nonce = string.describe('Of the execution ticket.');
export const deadline = time.describe('RFC 3339, UTC: the run ends by then.');
const digest = nullableString.describe('Of the request that was decided.');

export const executionIntent = event<ExecutionIntentFields>()('execution_intent', {
  ...subject,
  intent_id: string.describe('The same as event_id.'),
  action_version: string,
  definition: nullableString.describe("The digest of the action's definition."),
  target_type: nullableString,
  scope,
  caller_verified: z.boolean(),
  chain: strings.describe('Agent ids of those that delegated to the caller, outermost first.'),
  params: jsonObject.describe('Defaults applied, sensitive values masked, secrets redacted.'),
  params_altered: strings.describe('Parameters that are recorded differently from what runs.'),
  nonce,
  digest,
  executor: string,
  credentials: z.enum(['ambient', 'lease', 'none']),
  timeout_seconds: z.number().positive(),
  deadline,
});

const precheck = members<RecordedPrecheck>()({
  name: string,
  blocking: z.boolean(),
  outcome: z.enum(['passed', 'failed', 'cannot_tell']),
  reason: string,
});

export const executionEnded = event<ExecutionEndedFields>()('execution_outcome', {
  ...subject,
  digest,
  executor: string,
  outcome: z.enum(EXECUTION_OUTCOMES),
  code: code.nullable().describe('What ended the run. Null where the action itself says how it ended.'),
  reason: string,
  prechecks: list(precheck),
  duration_ms: z.number().min(0).describe('Milliseconds from the use of the ticket to the end of the action.'),
  warnings: strings,
  nothing_done: optional(z.boolean()).describe('The executor is certain that it changed nothing.'),
});

export const executionInterrupted = event<ExecutionInterruptedFields>()('execution_outcome', {
  ...subject,
  digest,
  executor: nullableString,
  outcome: z.literal('unknown'),
  code: z.literal('interrupted'),
  reason: string,
});

export const ticketRefused = event<TicketRefusedFields>()('ticket_refused', {
  code,
  reason: string,
  action: nullableString,
  target: nullableString,
  caller: nullableString,
  audit_id: nullableString,
  nonce: nullableString,
});
