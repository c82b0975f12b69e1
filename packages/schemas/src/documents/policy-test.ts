import {
  DECISION_CODES,
  DECISION_RESULTS,
  type DecisionCode,
  type DecisionResult,
  type JsonObject,
  type RequiredApprovals,
  RISK_CLASSES,
  type RiskClass,
} from '@agent-safe/core';
import * as z from 'zod';
import { mapping, name, optional, text, withDefault } from '../zod/schema-helpers.ts';
import { requiredApprovalsSchema } from './policy.ts';
import { requestParams } from './request.ts';

const names = z.array(name);

const link = z.union([
  name,
  mapping({
    agent_id: name.describe('Id of the agent that delegated.'),
    agent_name: optional(z.string()).describe('Display name of the agent. It has no effect.'),
    roles: optional(names).describe('Roles of the agent. Default: those of the agent that it delegated to.'),
    groups: optional(names).describe('Groups of the agent. Default: those of the agent that it delegated to.'),
    delegated_at: optional(z.string()).describe('Time of the delegation. It has no effect.'),
  }),
]);

const caller = z.union([
  text,
  mapping({
    agent_id: name.describe('Id of the agent.'),
    agent_name: optional(z.string()).describe('Display name of the agent. It has no effect.'),
    roles: withDefault(names, []).describe('Roles of the agent. Default: none.'),
    groups: withDefault(names, []).describe('Groups of the agent. Default: none.'),
    delegation_chain: withDefault(z.array(link), []).describe(
      'Agents that delegated to the caller, outermost first: ids or mappings. Default: none.',
    ),
  }),
]);

const expectation = z.union([
  z.enum(DECISION_RESULTS),
  mapping({
    result: optional(z.enum(DECISION_RESULTS)).describe('Expected answer. Default: any.'),
    rule: name
      .nullable()
      .optional()
      .describe('Name of the rule that must decide; null: no rule decides. Default: any.'),
    code: optional(z.enum(DECISION_CODES)).describe('Expected machine code of the decision. Default: any.'),
    risk_class: optional(z.enum(RISK_CLASSES)).describe('Expected risk class of the action. Default: any.'),
    effective_risk: optional(z.enum(RISK_CLASSES)).describe(
      'Expected effective risk: risk class and sensitivity of the target together. Default: any.',
    ),
    approvals: optional(requiredApprovalsSchema).describe(
      'Expected approvals of the rule, without those of the settings. Default: any.',
    ),
  }).refine((given) => Object.values(given).some((value) => value !== undefined), 'expects nothing'),
]);

/** RFC 3339. It also allows a space for the T, and lower-case letters. */
const timestamp = z
  .string()
  .regex(
    /^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(?:\.\d+)?(?:[Zz]|[+-]\d\d:\d\d)$/,
    'must be an RFC 3339 time such as "2026-03-29T01:30:00Z"',
  )
  .transform((given) => given.toUpperCase().replace(' ', 'T'))
  .refine((given) => !Number.isNaN(Date.parse(given)), 'is a time that does not exist');

/** The schema of one policy test. */
export const testCaseSchema = mapping({
  name: text.describe('Name of the test. Reports use it.'),
  action: text.describe('Name of the action.'),
  target: optional(text).describe('Id of the target.'),
  caller: optional(caller).describe(
    'Id of the caller, or a mapping with its roles and groups. The test treats it as verified.',
  ),
  params: optional(requestParams).describe('Parameters of the action, by name.'),
  ticket_id: optional(z.string()).describe('Id of the change ticket.'),
  timestamp: optional(timestamp).describe('Time of the request: RFC 3339. Default: now.'),
  expect: expectation.describe('Expected answer: allow, deny, require_approval, or a mapping.'),
});

/** The schema of a file of policy tests. */
export const testFileSchema = mapping({ tests: z.array(testCaseSchema).describe('Policy tests.') });

/** A delegator in a policy test. */
interface TestDelegator {
  readonly agent_id: string;
  readonly roles?: readonly string[];
  readonly groups?: readonly string[];
}

/** The caller of a policy test. The test treats it as verified. */
export interface TestCaller {
  readonly agent_id: string;
  readonly roles: readonly string[];
  readonly groups: readonly string[];
  readonly delegation_chain: readonly (string | TestDelegator)[];
}

export interface Expectation {
  readonly result?: DecisionResult;
  readonly rule?: string | null;
  readonly code?: DecisionCode;
  readonly risk_class?: RiskClass;
  readonly effective_risk?: RiskClass;
  /** Requirements of the rule on approvals, beside the settings. */
  readonly approvals?: RequiredApprovals;
}

export interface PolicyTestCase {
  readonly name: string;
  readonly action: string;
  readonly target?: string;
  readonly caller?: string | TestCaller;
  readonly params?: JsonObject;
  readonly ticket_id?: string;
  readonly timestamp?: string;
  readonly expect: DecisionResult | Expectation;
}
