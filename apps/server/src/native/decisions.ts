import { publicReason } from '../http/public-reason.ts';
import { ok } from '../http/reply.ts';
import type { Route } from '../routes/route.ts';
import { refuseAs } from './refusals.ts';
import { defineNative } from './route.ts';
import * as schemas from './schemas/decision.ts';
import { speakAs } from './speaker.ts';

const common = {
  tag: 'Decisions',
  method: 'post',
  access: { agent: true, pep: 'evaluate', user: 'operator' },
} as const;

/** Decisions for the agent, gateway or user that asks. */
export const decisionRoutes: readonly Route[] = [
  defineNative({
    ...common,
    id: 'check',
    path: '/api/v1/check',
    summary: 'Decide one request of the caller, and record the decision',
    body: schemas.checkRequest,
    refusals: [422],
    answers: { 200: { description: 'The decision. A denial is a decision, too.', schema: schemas.decision } },
    async handle({ body: { subject, ...request }, correlationId, principal }, server) {
      const project = server.project();
      const speaker = speakAs(principal, subject, project);
      if (!speaker.ok) return refuseAs(speaker);
      const decision = await project.safe.check(
        { ...request, ...speaker.caller },
        { ...speaker.options, correlationId },
      );
      return ok(shown(decision) satisfies schemas.DecisionBody);
    },
  }),
  defineNative({
    ...common,
    id: 'checkPlan',
    path: '/api/v1/check-plan',
    summary: 'Decide each step of a plan independently, and record the decisions',
    body: schemas.planRequest,
    refusals: [422],
    answers: { 200: { description: 'The decisions, in the order of the steps.', schema: schemas.plan } },
    async handle({ body: { steps, subject }, correlationId, principal }, server) {
      const project = server.project();
      const speaker = speakAs(principal, subject, project);
      if (!speaker.ok) return refuseAs(speaker);
      const plan = steps.map((step) => ({ ...step, ...speaker.caller }));
      const decisions = await project.safe.checkPlan(plan, { ...speaker.options, correlationId });
      return ok({ decisions: decisions.map((decision) => shown(decision)) });
    },
  }),
  defineNative({
    ...common,
    id: 'preview',
    path: '/api/v1/preview',
    summary: 'Return the decision that a check would give now, without recording or counting it',
    body: schemas.checkRequest,
    refusals: [422],
    answers: { 200: { description: 'The decision without an id and a ticket.', schema: schemas.preview } },
    async handle({ body: { subject, ...request }, principal }, server) {
      const project = server.project();
      const speaker = speakAs(principal, subject, project);
      if (!speaker.ok) return refuseAs(speaker);
      return ok(shown(await project.safe.preview({ ...request, ...speaker.caller }, speaker.options)));
    },
  }),
  defineNative({
    ...common,
    id: 'explain',
    path: '/api/v1/explain',
    access: { pep: 'catalog:read', user: 'viewer' },
    summary: 'Explain the answer to a request: every rule, and the changes that would alter the answer',
    body: schemas.explainRequest,
    refusals: [422],
    answers: { 200: { description: 'The explanation. It reveals the policies.', schema: schemas.explanation } },
    async handle({ body: { at, caller, subject, ...request }, principal }, server) {
      const project = server.project();
      if (caller !== undefined && principal.kind !== 'user')
        return refuseAs({ code: 'caller_invalid', reason: 'Only users may name a caller. Send a subject instead.' });
      const speaker = speakAs(principal, subject, project);
      if (!speaker.ok) return refuseAs(speaker);
      const options = caller === undefined ? speaker.options : { verified: { by: 'user', caller } };
      const explained = await project.safe.explain(
        { ...request, ...(caller === undefined ? speaker.caller : {}) },
        { ...options, ...(at === undefined ? {} : { at: Date.parse(at) }) },
      );
      const { limit, verdict } = explained;
      const body = { ...explained, verdict: shown(verdict), limit: limit && shown(limit) };
      return ok(body satisfies schemas.ExplanationBody);
    },
  }),
];

/** The decision as its caller may read it. */
function shown<Given extends { readonly code: string; readonly reason: string }>(decision: Given): Given {
  return { ...decision, reason: publicReason(decision.code, decision.reason) };
}
