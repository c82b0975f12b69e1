import {
  DECISION_CODES,
  DECISION_RESULTS,
  type DecisionCode,
  type DecisionResult,
  type JsonObject,
  RISK_CLASSES,
  type RiskClass,
} from '@agent-safe/core';
import * as z from 'zod';
import { mapping, name, optional, text, withDefault } from '../zod/schema-helpers.ts';
import { requestParams } from './request.ts';

const names = z.array(name);

const link = z.union([
  name,
  mapping({
    agent_id: name,
    agent_name: optional(z.string()),
    roles: optional(names),
    groups: optional(names),
    delegated_at: optional(z.string()),
  }),
]);

const caller = z.union([
  text,
  mapping({
    agent_id: name,
    agent_name: optional(z.string()),
    roles: withDefault(names, []),
    groups: withDefault(names, []),
    delegation_chain: withDefault(z.array(link), []).describe('Those who delegated, outermost first.'),
  }),
]);

const expectation = z.union([
  z.enum(DECISION_RESULTS),
  mapping({
    result: optional(z.enum(DECISION_RESULTS)),
    rule: name.nullable().optional().describe('The rule that decides; null says that none does.'),
    code: optional(z.enum(DECISION_CODES)),
    risk_class: optional(z.enum(RISK_CLASSES)),
    effective_risk: optional(z.enum(RISK_CLASSES)),
  }).refine((given) => Object.values(given).some((value) => value !== undefined), 'expects nothing'),
]);

/** RFC 3339, which also admits a space for the T, and small letters. */
const timestamp = z
  .string()
  .regex(
    /^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(?:\.\d+)?(?:[Zz]|[+-]\d\d:\d\d)$/,
    'must be an RFC 3339 time such as "2026-03-29T01:30:00Z"',
  )
  .transform((given) => given.toUpperCase().replace(' ', 'T'))
  .refine((given) => !Number.isNaN(Date.parse(given)), 'is a time that there is not');

/** One policy test. */
export const testCaseSchema = mapping({
  name: text,
  action: text,
  target: optional(text),
  caller: optional(caller),
  params: optional(requestParams),
  ticket_id: optional(z.string()),
  timestamp: optional(timestamp).describe('The time of the request. Only a simulation may choose it.'),
  expect: expectation,
});

/** A file of policy tests. */
export const testFileSchema = mapping({ tests: z.array(testCaseSchema) });

/** A caller as a policy test describes it. It counts as verified, and its name as granted by its whole chain. */
export interface TestCaller {
  readonly agent_id: string;
  readonly roles: readonly string[];
  readonly groups: readonly string[];
  readonly delegation_chain: readonly (string | { readonly agent_id: string })[];
}

export interface Expectation {
  readonly result?: DecisionResult;
  readonly rule?: string | null;
  readonly code?: DecisionCode;
  readonly risk_class?: RiskClass;
  readonly effective_risk?: RiskClass;
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
