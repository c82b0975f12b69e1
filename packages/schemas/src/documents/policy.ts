import { DECISION_RESULTS, ENVIRONMENTS, RISK_CLASSES, SENSITIVITIES, SETTING_LIMITS } from '@agent-safe/core';
import * as z from 'zod';
import { mapping, name, optional, report, seconds, text, withDefault } from '../zod/schema-helpers.ts';
import { parameterTestSchema } from './parameter-test.ts';
import { timeWindowSchema, validSchema } from './time-conditions.ts';

const names = z.array(name);
const labels = z.record(z.string(), z.union([z.string(), z.array(z.string()).min(1)]));

const account = z
  .string()
  .regex(/^[0-9*]{1,12}$/, 'must be the 12 digits of an AWS account, in quotes; * stands for any digits')
  .refine((given) => given.includes('*') || given.length === 12, 'must be the 12 digits of an AWS account, in quotes');

const scopes = notEmpty(
  mapping({
    clusters: optional(names.min(1)).describe(
      'Names of Kubernetes clusters, or globs. Default: no cluster if another key is given.',
    ),
    accounts: optional(z.array(account).min(1)).describe(
      'AWS accounts: 12 digits in quotes, or globs. Default: every account.',
    ),
    regions: optional(names.min(1)).describe('AWS regions, or globs such as "eu-*". Default: every region.'),
  }),
  'The selector "scopes" is empty, so it selects nothing.',
  'Add clusters, accounts or regions, or remove it.',
);

/** Refuses a mapping without keys: a reader sees a condition, and it has no effect. */
function notEmpty<Schema extends z.ZodType<object>>(schema: Schema, message: string, fix: string) {
  return schema.superRefine((given, context) => {
    if (Object.values(given).some((value) => value !== undefined)) return;
    report(context, { code: 'condition_empty', message, fix });
  });
}

const targets = mapping({
  environments: optional(z.array(z.enum(ENVIRONMENTS))).describe(
    'Environments of the target. Default: every environment.',
  ),
  sensitivities: optional(z.array(z.enum(SENSITIVITIES))).describe(
    'Sensitivities of the target. Default: every sensitivity.',
  ),
  types: optional(names).describe('Types of the target, or globs. Default: every type.'),
  labels: optional(labels).describe(
    'Labels that the target must have, all of them. A value may be a glob, or a list of which one must match. Default: none.',
  ),
  ids: optional(names).describe('Ids of targets, or globs such as "staging/*". Default: every target.'),
  owners: optional(names).describe('Owners of the target; * stands for any characters. Default: every owner.'),
  owner_in_caller_groups: optional(z.boolean()).describe(
    'true: the owner of the target must be one of the groups of the caller. false: it must be none of them. Default: either.',
  ),
  scopes: optional(scopes).describe(
    'Locations of the target: clusters, or AWS accounts and regions. Default: everywhere.',
  ),
});

const callers = mapping({
  agent_ids: optional(names).describe('Ids of agents; * stands for any characters. Default: every agent.'),
  roles: optional(names).describe(
    'Roles, of which the caller must have one; * stands for any characters. Default: none needed.',
  ),
  groups: optional(names).describe(
    'Groups, of which the caller must be in one; * stands for any characters. Default: none needed.',
  ),
  delegated_from: optional(names).describe(
    'Ids of agents, of which one must be in the delegation chain of the caller; * stands for any characters. Default: none needed.',
  ),
  max_delegation_depth: optional(z.int().min(0)).describe(
    'Longest delegation chain. Callers that are not delegates match too. Default: any length.',
  ),
  require_delegation: optional(z.boolean()).describe(
    'true: the caller must be a delegate. false: the caller must not be a delegate. Default: either.',
  ),
});

const params = notEmpty(
  z.record(text, parameterTestSchema),
  'The condition "params" is empty, so it tests nothing.',
  'Add a parameter with a test, or remove it.',
);

const conditions = {
  actions: optional(z.array(text)).describe('Globs over action names, such as get-*. Default: every action.'),
  tags: optional(z.array(text)).describe(
    'Globs over the tags of the action, of which it must have one. Default: every action.',
  ),
  reversible: optional(z.boolean()).describe(
    'true: the definition of the action must be reversible. false: it must not be. Default: either.',
  ),
  params: optional(params).describe(
    'Tests of parameters, by name, on the values that will run. All must pass. Default: any values.',
  ),
  targets: optional(targets).describe('Conditions on the target. They match known targets only.'),
  callers: optional(callers).describe('Conditions on the caller. They match only if the request has a caller.'),
  time_windows: optional(z.array(timeWindowSchema)).describe(
    'Times of which the request must be in one. Default: any time.',
  ),
  valid: optional(validSchema).describe(
    'Period in which the rule exists: before and after it, the rule does not match. Default: always.',
  ),
  risk_classes: optional(z.array(z.enum(RISK_CLASSES))).describe(
    'Effective risk classes: the risk of the action and the sensitivity of the target together. Default: every class.',
  ),
  require_ticket: optional(z.boolean()).describe(
    'true: the request must have a change ticket. false: it must have none. Default: either.',
  ),
};

const not = notEmpty(
  mapping(conditions),
  'The condition "not" is empty, so the rule matches nothing.',
  'Add the conditions under which the rule must not match, or remove it.',
);

const match = mapping({
  ...conditions,
  not: optional(not).describe(
    'Conditions like those of the rule. The rule does not match where all of them hold. Default: none.',
  ),
});

/** Approvers that a rule requires beside those of the settings. */
export const requiredApprovalsSchema = mapping({
  roles: optional(z.array(name).min(1)).describe(
    'Roles. An approver must have one of them, and meet the settings too. Default: no further role.',
  ),
  groups: optional(z.array(name).min(1)).describe(
    'Groups. An approver must be in one of them, and meet the settings too. Default: no further group.',
  ),
  quorum: optional(z.int().min(SETTING_LIMITS.quorum.least).max(SETTING_LIMITS.quorum.most)).describe(
    'Number of approvers that must approve: 1 to 100. A larger number in the settings counts. Default: that of the settings.',
  ),
  ttl_seconds: optional(seconds).describe(
    'Lifetime of an approval request, in seconds. A shorter one in the settings counts. Default: that of the settings.',
  ),
}).superRefine((given, context) => {
  if (Object.values(given).some((value) => value !== undefined)) return;
  const fix = 'Add "roles", "groups", "quorum" or "ttl_seconds", or remove "approvals".';
  report(context, { code: 'approvals_empty', message: '"approvals" requires nothing.', fix });
});

/** The schema of one rule of a policy. */
export const ruleSchema = mapping({
  name: name.describe('Unique name of the rule. Decisions and tests use it.'),
  description: withDefault(z.string(), '').describe('Purpose of the rule, for information. Default: empty.'),
  priority: withDefault(z.int(), 0).describe('The matching rule with the highest priority decides. Default: 0.'),
  match: match.describe('Conditions of the rule. All must hold; of a list, one value is enough.'),
  decision: z.enum(DECISION_RESULTS).describe('Answer to a request that the rule matches.'),
  reason: text.describe('Reason of the answer, as text.'),
  overrides: optional(z.boolean()).describe(
    'true: a guardrail, which is tried before all other rules, of any priority. Only for deny and require_approval. Default: false.',
  ),
  approvals: optional(requiredApprovalsSchema).describe(
    'Approvers of a rule with require_approval. The stricter of this and of the settings applies. Default: the settings alone.',
  ),
}).superRefine(({ approvals: own, decision, overrides }, context) => {
  if (overrides === true && decision === 'allow') {
    const message =
      'A rule that allows cannot be a guardrail: only deny and require_approval can override other rules.';
    const fix = 'Remove "overrides", or change the decision to deny or require_approval.';
    report(context, { code: 'guardrail_allows', message, fix, path: ['overrides'] });
  }
  if (own !== undefined && decision !== 'require_approval') {
    const message = `"approvals" has no effect: the decision of the rule is ${decision}.`;
    const fix = 'Remove "approvals", or change the decision to require_approval.';
    report(context, { code: 'approvals_unused', message, fix, path: ['approvals'] });
  }
});

/** The schema of a policy file. */
export const policyFileSchema = mapping({
  rules: z.array(ruleSchema).describe('Rules of the policy. Their order counts only within one priority.'),
});
