import { EXECUTION_OUTCOMES, PRECHECK_OUTCOMES } from '@agent-safe/core';
import * as z from 'zod';
import { decision } from './decision.ts';
import { count, json, jsonObject, nullableText, pathId, text, texts, time, token } from './values.ts';

const executor = z
  .string()
  .min(1)
  .max(64)
  .describe('Executor of the server: k8s, aws, subprocess, dry-run or an own one.');
const timeout = z.number().min(0.001).max(86_400).exactOptional().describe('Time limit of the run, in seconds.');

export const runRequest = z.strictObject({
  ticket: token.describe('The execution ticket of the caller.'),
  executor,
  params: z.record(z.string(), z.unknown()).exactOptional().describe('Sensitive parameters, in plain text.'),
  timeout,
});
export const rollbackRequest = z.strictObject({
  executor: executor.exactOptional(),
  ticket_id: z.string().min(1).max(1_024).exactOptional().describe('Id of a change ticket for the rollback.'),
  overwrite: z.boolean().exactOptional().describe('Whether the rollback also undoes later changes.'),
  timeout,
});
export const rollbackCheck = z.strictObject({ ticket_id: rollbackRequest.shape.ticket_id });
export const runId = z.strictObject({ id: pathId.describe('`audit_id` of the decision that was executed.') });

const outcome = z.enum(EXECUTION_OUTCOMES);
const prechecks = z
  .array(z.strictObject({ name: text, blocking: z.boolean(), outcome: z.enum(PRECHECK_OUTCOMES), reason: text }))
  .readonly();
const common = { audit_id: text, action: text, target: nullableText, executor: text, warnings: texts };
export const run = z.strictObject({
  ...common,
  outcome: outcome.describe('Outcome of the action.'),
  code: nullableText.describe('Why the run ended, if the action itself did not end it.'),
  reason: text,
  intent_id: text,
  output: json.describe('Output of the action. The log does not hold it.'),
  prechecks,
  before_state: jsonObject.nullable(),
  after_state: jsonObject.nullable(),
  diff: z.array(jsonObject).readonly().nullable(),
  credentials: z.strictObject({ lease_id: text, vault: text, is_scoped: z.boolean(), revoked: z.boolean() }).nullable(),
  duration_ms: z.number(),
  recorded: z.boolean().describe('Whether the outcome is in the log.'),
});
export const dryRun = z.strictObject({
  ...common,
  outcome: z.enum(['success', 'failure', 'error']),
  reason: text,
  steps: texts,
  difference: nullableText,
  params: jsonObject,
  timeout_seconds: z.number(),
  prechecks,
  blocked_by: texts,
  credentials: jsonObject.nullable(),
  vault: nullableText,
});
export const recordedRun = z.strictObject({
  audit_id: text,
  intent_id: text,
  outcome: nullableText.describe('Null: the run has not ended.'),
  code: nullableText,
  reason: nullableText,
});
export const rollbackPlan = z.strictObject({
  rollback_of: text,
  action: text,
  params: jsonObject.describe('Sensitive values are masked.'),
  target: nullableText,
  executor: nullableText,
  outcome,
  warnings: texts.describe('Values that the rollback does not restore, or may not restore.'),
});
export const checkedRollback = z.strictObject({ plan: rollbackPlan, decision });
export const rolledBack = z.strictObject({
  plan: rollbackPlan,
  decision,
  run: run.nullable().describe('Null: the rollback was not allowed.'),
});
const interrupted = { intent_id: text, audit_id: nullableText, action: nullableText, target: nullableText };
export const reconciled = z.strictObject({
  unknown: z.array(z.strictObject(interrupted)).readonly(),
  running: z.array(z.strictObject({ ...interrupted, until: time })).readonly(),
  issued: z.array(z.strictObject({ lease_id: text, until: time })).readonly(),
  revoked: texts,
  lapsed: texts,
  unrevoked: z.array(z.strictObject({ lease_id: text, reason: text })).readonly(),
  damaged: count,
  busy: z.boolean(),
});
export const stopped = z.strictObject({ audit_id: text, stopped: z.literal(true) });
