import { DECISION_CODES, DECISION_RESULTS, RISK_CLASSES } from '@agent-safe/core';
import type { CheckOptions } from '@agent-safe/sdk';
import * as z from 'zod';
import type { Principal } from '../callers/principal.ts';
import { ok } from '../http/reply.ts';
import { defineRoute, type Route } from '../routes/route.ts';

const checkRequest = z.strictObject({
  action: z.string().min(1).max(256).describe('Name of a registered action.'),
  target: z.string().min(1).max(1_024).nullish().describe('Id of a target of the inventory.'),
  params: z.record(z.string(), z.unknown()).nullish().describe('Parameters of the action.'),
  ticket_id: z.string().max(1_024).nullish().describe('Id of a change ticket.'),
});

const riskClass = z.enum(RISK_CLASSES);
const decision = z.looseObject({
  audit_id: z.string(),
  result: z.enum(DECISION_RESULTS),
  code: z.enum(DECISION_CODES),
  reason: z.string(),
  action: z.string(),
  target: z.string().nullable(),
  caller: z.string().nullable(),
  caller_verified: z.boolean(),
  risk_class: riskClass,
  effective_risk: riskClass,
  policy_matched: z.string().nullable(),
  digest: z.string().nullable(),
});

/** Decisions for the agent or gateway that asks. */
export const decisionRoutes: readonly Route[] = [
  defineRoute({
    id: 'check',
    tag: 'Decisions',
    method: 'post',
    path: '/api/v1/check',
    access: { agent: true, pep: 'evaluate' },
    summary: 'Decide one request of the caller, and record the decision',
    body: checkRequest,
    answers: { 200: { description: 'The decision. A denial is a decision, too.', schema: decision } },
    async handle({ body, principal }, server) {
      const { caller, options } = speak(principal);
      return ok(await server.project().safe.check({ ...body, ...caller }, options));
    },
  }),
];

/** The caller of a request, which speaks for itself. */
function speak(principal: Principal): {
  readonly caller: { readonly caller?: string };
  readonly options: CheckOptions;
} {
  if (principal.kind === 'agent' && principal.token !== undefined)
    return { caller: { caller: principal.token }, options: {} };
  if (principal.kind === 'agent' && principal.verified !== undefined)
    return { caller: {}, options: { verified: principal.verified } };
  const agentId = 'agentId' in principal ? principal.agentId : '';
  return { caller: {}, options: { verified: { by: agentId, caller: { agent_id: agentId } } } };
}
