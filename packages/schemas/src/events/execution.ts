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
  audit_id: string.describe('audit_id of the decision that allowed the execution.'),
  intent_id: nullableString.describe(
    'event_id of the execution_intent. Null if credentials were issued without a run.',
  ),
  action: string.describe('Name of the action.'),
  target: nullableString.describe('Id of the target. Null if the request has no target.'),
  caller: nullableString.describe('Agent id of the caller. Null if the request has no caller.'),
  ticket_id: optional(string).describe('Id of the change ticket.'),
  correlation_id: optional(string).describe('Groups related events, such as the steps of a plan.'),
  rollback_of: optional(string).describe('audit_id of the decision whose execution this run rolls back.'),
}).shape;

export const scope = jsonObject.nullable().describe('Location of the target, such as {"cluster": "prod"}.');
export const nonce = string.describe('Nonce of the execution ticket.');
export const deadline = time.describe('Latest end of the run: RFC 3339, UTC.');
const digest = nullableString.describe('Digest of the request that was decided.');
const executor = string.describe('Name of the executor.');
const outcome = 'How the execution ended.';
const reason = string.describe('Reason, as text.');

export const executionIntent = event<ExecutionIntentFields>()('execution_intent', {
  ...subject,
  intent_id: string.describe('Id of the run. It equals event_id.'),
  action_version: string.describe('Version of the action.'),
  definition: nullableString.describe("Digest of the action's definition."),
  target_type: nullableString.describe('Type of the target.'),
  scope,
  caller_verified: z.boolean().describe('Whether a valid token proves the caller.'),
  chain: strings.describe('Agent ids of the delegators of the caller, outermost first.'),
  params: jsonObject.describe('Parameters: defaults applied, sensitive values masked, secrets redacted.'),
  params_altered: strings.describe('Parameters whose recorded values differ from the executed values.'),
  nonce,
  digest,
  executor,
  credentials: z
    .enum(['ambient', 'lease', 'none'])
    .describe('lease: issued for this run. ambient: credentials of the machine. none: the action declares none.'),
  timeout_seconds: z.number().positive().describe('Longest run, in seconds.'),
  deadline,
});

const precheck = members<RecordedPrecheck>()({
  name: string.describe('Name of the check.'),
  blocking: z.boolean().describe('Whether the check had to pass.'),
  outcome: z.enum(['passed', 'failed', 'cannot_tell']).describe('Result of the check.'),
  reason: string.describe('Reason of the result, as text.'),
});

export const executionEnded = event<ExecutionEndedFields>()('execution_outcome', {
  ...subject,
  digest,
  executor,
  outcome: z.enum(EXECUTION_OUTCOMES).describe(outcome),
  code: code.nullable().describe('Machine code of the reason that stopped the run. Null if the action ran to its end.'),
  reason,
  prechecks: list(precheck).describe('Results of the checks before the execution.'),
  duration_ms: z
    .number()
    .min(0)
    .describe('Milliseconds from the use of the execution ticket to the end of the action.'),
  warnings: strings.describe('Warnings of the executor, as text.'),
  nothing_done: optional(z.boolean()).describe('Whether the executor is certain that it changed nothing.'),
});

export const executionInterrupted = event<ExecutionInterruptedFields>()('execution_outcome', {
  ...subject,
  digest,
  executor: nullableString.describe('Name of the executor. Null if it is unknown.'),
  outcome: z.literal('unknown').describe(outcome),
  code: z.literal('interrupted').describe('Machine code: the process ended before it recorded an outcome.'),
  reason,
});

export const ticketRefused = event<TicketRefusedFields>()('ticket_refused', {
  code: code.describe('Machine code of the refusal, such as ticket_expired.'),
  reason: string.describe('Reason of the refusal, as text.'),
  action: nullableString.describe('Action of the ticket. Null if the ticket does not prove it.'),
  target: nullableString.describe('Target of the ticket. Null if the ticket does not prove it.'),
  caller: nullableString.describe('Caller of the ticket. Null if the ticket does not prove it.'),
  audit_id: nullableString.describe('audit_id of the decision. Null if the ticket does not prove it.'),
  nonce: nullableString.describe('Nonce of the ticket. Null if the ticket does not prove it.'),
});
