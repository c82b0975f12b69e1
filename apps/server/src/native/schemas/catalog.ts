import { DECISION_RESULTS, ENVIRONMENTS, PARAMETER_TYPES, RISK_CLASSES, SENSITIVITIES } from '@agent-safe/core';
import * as z from 'zod';
import { agentId, count, json, jsonObject, nullableText, riskClass, text, texts } from './values.ts';

const name = z.string().min(1).max(256);
const parameter = z.strictObject({
  name: text,
  type: z.enum(PARAMETER_TYPES),
  required: z.boolean(),
  description: text,
  default: json.exactOptional(),
  constraints: jsonObject.exactOptional(),
  items: jsonObject.exactOptional(),
  locates: z.boolean(),
  sensitive: z.boolean(),
});
export const action = z.strictObject({
  name: text,
  version: text,
  description: text,
  parameters: z.array(parameter).readonly(),
  risk_class: riskClass,
  target_types: texts,
  sensitivity: z.enum(SENSITIVITIES).nullable(),
  reversible: z.boolean(),
  rollback_action: nullableText,
  tags: texts,
  prechecks: z
    .array(z.strictObject({ name: text, description: text, blocking: z.boolean().exactOptional() }))
    .readonly(),
  input_schema: jsonObject.describe('JSON Schema of the parameters, for a tool definition.'),
});
export const actions = z.strictObject({ actions: z.array(action).readonly() });
export const actionName = z.strictObject({ name: name.describe('Name of the action.') });
export const actionsQuery = z.strictObject({ tag: name.optional(), risk: z.enum(RISK_CLASSES).optional() });

const scalar = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const target = z.strictObject({
  id: text,
  type: text,
  environment: z.enum(ENVIRONMENTS),
  sensitivity: z.enum(SENSITIVITIES),
  owner: text,
  labels: z.record(z.string(), text),
  bindings: z
    .record(z.string(), z.union([scalar, z.array(scalar).readonly()]))
    .describe('Required values of locating parameters.'),
  scope: z
    .strictObject({ cluster: text.exactOptional(), account: text.exactOptional(), region: text.exactOptional() })
    .exactOptional(),
});
export const targets = z.strictObject({
  targets: z.array(target).readonly(),
  next: nullableText.describe('The `after` of the next page. Null: this is the last page.'),
});
export const targetsQuery = z.strictObject({
  type: name.optional(),
  environment: z.enum(ENVIRONMENTS).optional(),
  sensitivity: z.enum(SENSITIVITIES).optional(),
  after: z.string().max(1_024).optional().describe('Only targets with a later id.'),
  limit: z.coerce.number().int().min(1).max(1_000).default(100),
});

export const policiesQuery = z.strictObject({
  offset: z.coerce.number().int().min(0).max(1_000_000).default(0).describe('Number of rules to skip.'),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});
export const policies = z.strictObject({
  digest: text.describe('Digest of the actions, rules and targets.'),
  total: count.describe('Number of all rules.'),
  rules: z
    .array(
      z.strictObject({
        name: text,
        description: text,
        priority: z.number(),
        decision: z.enum(DECISION_RESULTS),
        reason: text,
        overrides: z.boolean(),
        match: jsonObject.describe('As in the file of policies.'),
        approvals: jsonObject.nullable(),
        targets: z.strictObject({
          count,
          ids: texts.describe('At most 100 ids of targets that the rule may match.'),
        }),
      }),
    )
    .readonly()
    .describe('In the order of evaluation.'),
});

const search = {
  params: z.record(z.string(), z.unknown()).optional(),
  ticket_id: z.string().max(1_024).optional(),
  limit: z.int().min(1).max(1_000).optional(),
  after: z.string().max(1_024).optional().describe('The `next` of the page before.'),
  at: z.iso.datetime().optional().describe('Time of the requests. Default: now.'),
};
export const whoCanRequest = z.strictObject({
  action: name,
  target: z.string().min(1).max(1_024).optional(),
  type: name.optional().describe('Only subjects of this type.'),
  ...search,
});
export const whatCanRequest = z.strictObject({
  caller: agentId.optional().describe('Agent id of a subject. Agents ask about themselves. Default: the caller.'),
  action: name.optional(),
  target: z.string().min(1).max(1_024).optional(),
  ...search,
});
const page = {
  needs_params: z
    .array(z.strictObject({ action: text, target: nullableText, params: texts }))
    .readonly()
    .describe('Requests that need more parameters. They may be allowed or not.'),
  policy_digest: text,
  next: text.exactOptional(),
};
export const whoCan = z.strictObject({
  subjects: z
    .array(
      z.strictObject({ type: text, id: text, agent_id: text, roles: texts, groups: texts, properties: jsonObject }),
    )
    .readonly(),
  ...page,
});
export const whatCan = z.strictObject({
  caller: nullableText,
  caller_verified: z.boolean(),
  allowed: z
    .array(z.strictObject({ action: text, target: nullableText, params: jsonObject.exactOptional() }))
    .readonly(),
  ...page,
});
