import * as z from 'zod';
import { describeIssues } from '../../http/describe-issues.ts';
import { ok, refusal, refuse } from '../../http/reply.ts';
import { defineRoute, type Route } from '../../routes/route.ts';
import { answer, answers, evaluation, evaluations } from '../schemas.ts';
import { evaluate, evaluateAll } from './evaluate.ts';

const common = { tag: 'AuthZEN', wrongTypeStatus: 400, access: { agent: true, pep: 'evaluate' } } as const;

/** The AuthZEN Authorization API 1.0. */
export const authzenRoutes: readonly Route[] = [
  defineRoute({
    ...common,
    id: 'evaluate',
    method: 'post',
    path: '/access/v1/evaluation',
    summary: 'Decide whether a subject may perform an action on a resource',
    body: evaluation,
    answers: { 200: { description: 'The answer. A denial is a false decision.', schema: answer } },
    handle: async (request, server) => ok(await evaluate(request.body, request, server)),
  }),
  defineRoute({
    ...common,
    id: 'evaluateAll',
    method: 'post',
    path: '/access/v1/evaluations',
    summary: 'Decide several requests',
    body: evaluations,
    answers: { 200: { description: 'The answers, in the order of the requests.', schema: answers } },
    async handle(request, server) {
      const { evaluations: items, options, ...defaults } = request.body;
      const semantic = options?.evaluations_semantic ?? 'execute_all';
      if (items !== undefined && items.length > 0)
        return ok({ evaluations: await evaluateAll(items, defaults, semantic, request, server) });
      const single = evaluation.safeParse(defaults);
      if (!single.success) return refuse(refusal(400, 'request_invalid', describeIssues(single.error.issues, 'body')));
      return ok(await evaluate(single.data, request, server));
    },
  }),
  defineRoute({
    tag: 'AuthZEN',
    access: 'public',
    id: 'getAuthzenConfiguration',
    method: 'get',
    path: '/.well-known/authzen-configuration',
    summary: 'Describe the endpoints of the AuthZEN API',
    answers: { 200: { description: 'The metadata.', schema: z.record(z.string(), z.unknown()) } },
    handle(_, server) {
      const base = server.publicUrl();
      return ok({
        policy_decision_point: base,
        access_evaluation_endpoint: `${base}/access/v1/evaluation`,
        access_evaluations_endpoint: `${base}/access/v1/evaluations`,
        search_subject_endpoint: `${base}/access/v1/search/subject`,
        search_resource_endpoint: `${base}/access/v1/search/resource`,
        search_action_endpoint: `${base}/access/v1/search/action`,
        access_request_endpoint: `${base}/access/v1/requests`,
        capabilities: ['urn:openid:authzen:capability:access-request'],
      });
    },
  }),
];
