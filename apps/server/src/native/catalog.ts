import { matchesTarget, prepareRules } from '@agent-safe/pdp/analysis';
import type { Action, AgentSafe } from '@agent-safe/sdk';
import { ok } from '../http/reply.ts';
import type { LoadedProject } from '../project/server-context.ts';
import type { Route } from '../routes/route.ts';
import { refuseAs } from './refusals.ts';
import { defineNative } from './route.ts';
import * as schemas from './schemas/catalog.ts';
import { speakAs } from './speaker.ts';

const tag = 'Catalog';
/** Agents need to know what they can ask for. Policies need a user, or a key for the catalog. */
const open = { agent: true, pep: 'catalog:read', user: 'viewer' } as const;
const closed = { pep: 'catalog:read', user: 'viewer' } as const;
const MOST_TARGETS = 100;

/** Actions, targets, policies, and who can do what. */
export const catalogRoutes: readonly Route[] = [
  defineNative({
    tag,
    id: 'listActions',
    method: 'get',
    path: '/api/v1/actions',
    access: open,
    summary: 'List the registered actions by name',
    query: schemas.actionsQuery,
    answers: { 200: { description: 'The actions.', schema: schemas.actions } },
    handle({ query }, server) {
      const { safe } = server.project();
      return ok({ actions: safe.actions(query).map((action) => showAction(action, safe)) });
    },
  }),
  defineNative({
    tag,
    id: 'getAction',
    method: 'get',
    path: '/api/v1/actions/{name}',
    access: open,
    summary: 'Read one action with the JSON Schema of its parameters',
    params: schemas.actionName,
    answers: { 200: { description: 'The action.', schema: schemas.action } },
    handle({ path: { name } }, server) {
      const { safe } = server.project();
      const action = safe.actions().find((each) => each.name === name);
      return action === undefined
        ? refuseAs({ code: 'not_found', reason: `The registry has no action ${JSON.stringify(name)}. Check the name.` })
        : ok(showAction(action, safe));
    },
  }),
  defineNative({
    tag,
    id: 'listTargets',
    method: 'get',
    path: '/api/v1/targets',
    access: open,
    summary: 'List the targets of the inventory by id',
    query: schemas.targetsQuery,
    answers: { 200: { description: 'A page of targets.', schema: schemas.targets } },
    handle({ query: { after = '', limit, ...filter } }, server) {
      const all = server.project().safe.targets(filter);
      const from = all.findIndex(({ id }) => id > after);
      const page = from < 0 ? [] : all.slice(from, from + limit);
      const hasMore = from >= 0 && from + limit < all.length;
      return ok({ targets: page, next: hasMore ? (page.at(-1)?.id ?? null) : null });
    },
  }),
  defineNative({
    tag,
    id: 'listPolicies',
    method: 'get',
    path: '/api/v1/policies',
    access: closed,
    summary: 'List the rules in the order of evaluation, with the targets that each rule may match',
    query: schemas.policiesQuery,
    answers: { 200: { description: 'A page of rules.', schema: schemas.policies } },
    handle: ({ query }, server) => ok(policiesOf(server.project(), query)),
  }),
  defineNative({
    tag,
    id: 'whoCan',
    method: 'post',
    path: '/api/v1/who-can',
    access: { pep: 'search', user: 'viewer' },
    summary: 'Find the subjects that the policy allows to request an action',
    body: schemas.whoCanRequest,
    refusals: [422],
    answers: { 200: { description: 'A page of subjects.', schema: schemas.whoCan } },
    async handle({ body: { at, ...search } }, server) {
      const found = await server.project().safe.whoCan({ ...search, ...toTime(at) });
      if (!found.ok) return refuseAs(found);
      const { ok: _, ...page } = found;
      return ok(page);
    },
  }),
  defineNative({
    tag,
    id: 'whatCan',
    method: 'post',
    path: '/api/v1/what-can',
    access: { agent: true, pep: 'search', user: 'viewer' },
    summary: 'Find the actions that a caller may request, and on which targets',
    body: schemas.whatCanRequest,
    refusals: [422],
    answers: { 200: { description: 'A page of requests that the policy allows.', schema: schemas.whatCan } },
    async handle({ body: { at, caller, ...search }, principal }, server) {
      const project = server.project();
      if (principal.kind === 'agent' && caller !== undefined && caller !== principal.agentId)
        return refuseAs({ code: 'forbidden', reason: 'An agent asks about itself only. Leave out "caller".' });
      const speaker = speakAs(principal, undefined, project);
      if (!speaker.ok) return refuseAs(speaker);
      const { verified } = speaker.options;
      const own = verified?.caller === undefined ? speaker.caller.caller : toCaller(verified.caller);
      const asked = caller === undefined || principal.kind === 'agent' ? own : caller;
      const found = await project.safe.whatCan({
        ...search,
        ...toTime(at),
        ...(asked === undefined ? {} : { caller: asked }),
      });
      if (!found.ok) return refuseAs(found);
      const { ok: _, ...page } = found;
      return ok(page);
    },
  }),
];

function toTime(at: string | undefined) {
  return at === undefined ? {} : { at: Date.parse(at) };
}

function toCaller({
  agent_id,
  groups = [],
  roles = [],
}: {
  readonly agent_id: string;
  readonly roles?: readonly string[];
  readonly groups?: readonly string[];
}) {
  return { agent_id, verified: true, roles, groups, delegation_chain: [] };
}

/** The members of an action that a caller needs. Its credentials and its way of execution stay in the server. */
function showAction(action: Action, safe: AgentSafe) {
  const { description, name, parameters, prechecks, reversible, risk_class, rollback_action, sensitivity } = action;
  return {
    name,
    version: action.version,
    description,
    parameters,
    risk_class,
    target_types: action.target_types,
    sensitivity: sensitivity ?? null,
    reversible,
    rollback_action,
    tags: action.tags,
    prechecks,
    input_schema: safe.actions.inputSchema(name),
  };
}

const prepared = new WeakMap<LoadedProject, ReturnType<typeof prepareRules>>();

/** Only the rules of the page are compared with the targets. */
function policiesOf(project: LoadedProject, { limit, offset }: { readonly limit: number; readonly offset: number }) {
  const { digest, rules, targets = [] } = project.policySet;
  const ordered = prepared.get(project) ?? prepareRules(rules);
  prepared.set(project, ordered);
  return {
    digest,
    total: ordered.length,
    rules: ordered.slice(offset, offset + limit).map(({ rule }) => {
      const { approvals = null, decision, description, match, name, overrides = false, priority, reason } = rule;
      const ids = targets.filter((target) => matchesTarget(match.targets, target)).map(({ id }) => id);
      const matched = { count: ids.length, ids: ids.slice(0, MOST_TARGETS) };
      return { name, description, priority, decision, reason, overrides, match, approvals, targets: matched };
    }),
  };
}
