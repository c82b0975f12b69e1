import { type EntityUid, preparsePolicySet, statefulIsAuthorized } from '@cedar-policy/cedar-wasm/nodejs';
import type { Engine } from './engine.ts';
import { ATTRIBUTES, type Attribute, type PlainRequest, type PlainRule, plainRequest, plainRules } from './plain.ts';

/** What a policy asks of the context; the rest is in its scope. */
const IN_CONTEXT: readonly Attribute[] = ['type', 'sensitivity', 'environment', 'tier', 'roles'];

/**
 * Cedar with its policies parsed once. Agents are in their groups and targets in their teams, because conditions in the
 * scope of a policy were up to a fifth faster than all in the context; what is left is in the context, which needs no
 * more entities.
 */
export const cedarEngine: Engine = {
  name: 'Cedar',
  mostRules: 10_000,
  load(world) {
    const preparsedPolicySetId = `world of ${world.rules.length}`;
    const policies = plainRules(world).map(toPolicy).join('\n');
    const parsed = preparsePolicySet(preparsedPolicySetId, { staticPolicies: policies });
    if (parsed.type === 'failure') throw new Error(parsed.errors.map(({ message }) => message).join('\n'));

    const calls = world.requests.map((request) => ({ ...toCall(plainRequest(request)), preparsedPolicySetId }));
    return (place) => {
      const answer = statefulIsAuthorized(calls[place] as (typeof calls)[number]);
      if (answer.type === 'failure') throw new Error(answer.errors.map(({ message }) => message).join('\n'));
      return answer.response.decision === 'allow';
    };
  },
};

function toCall(request: PlainRequest) {
  const principal: EntityUid = { type: 'Agent', id: request.agent[0] ?? '' };
  const resource: EntityUid = { type: 'Target', id: 'target' };
  const teams = request.team.map((id) => ({ type: 'Team', id }));
  return {
    principal,
    action: { type: 'Action', id: request.action[0] ?? '' },
    resource,
    context: Object.fromEntries(
      IN_CONTEXT.map((name) => [name, name === 'roles' ? [...request.roles] : (request[name][0] ?? '')]),
    ),
    entities: [
      { uid: principal, attrs: {}, parents: request.groups.map((id) => ({ type: 'Group', id })) },
      { uid: resource, attrs: {}, parents: teams },
    ],
  };
}

function toPolicy({ allows, conditions }: PlainRule): string {
  const { action, agent, groups, team } = conditions;
  if (agent !== undefined && groups !== undefined) throw new Error('No rule names both agents and groups.');
  const parts = [
    agent === undefined ? toScope('principal in', 'Group', groups) : toScope('principal ==', 'Agent', agent),
    toScope('action ==', 'Action', action),
    toScope('resource in', 'Team', team),
  ];
  const clauses = [
    ...parts.flatMap(({ clause }) => (clause === undefined ? [] : [clause])),
    ...ATTRIBUTES.filter((attribute) => IN_CONTEXT.includes(attribute)).flatMap((attribute) => {
      const values = conditions[attribute];
      return values === undefined ? [] : [toClause(attribute, values)];
    }),
  ];
  const when = clauses.length === 0 ? '' : ` when { ${clauses.join(' && ')} }`;
  return `${allows ? 'permit' : 'forbid'}(${parts.map(({ head }) => head).join(', ')})${when};`;
}

/** The head of a policy holds one entity; more of them go into a clause, except for actions. */
function toScope(
  test: `${string} ${'==' | 'in'}`,
  type: string,
  values: readonly string[] | undefined,
): { readonly head: string; readonly clause?: string } {
  const [variable = ''] = test.split(' ');
  if (values === undefined) return { head: variable };
  const entities = values.map((value) => `${type}::${JSON.stringify(value)}`);
  if (entities.length === 1) return { head: `${test} ${entities[0]}` };
  const among = `${variable} in [${entities.join(', ')}]`;
  return variable === 'action' ? { head: among } : { head: variable, clause: among };
}

function toClause(attribute: Attribute, values: readonly string[]): string {
  const quoted = values.map((value) => JSON.stringify(value));
  const isSingle = quoted.length === 1;
  if (attribute === 'roles')
    return isSingle ? `context.roles.contains(${quoted[0]})` : `context.roles.containsAny([${quoted.join(', ')}])`;
  return isSingle ? `context.${attribute} == ${quoted[0]}` : `[${quoted.join(', ')}].contains(context.${attribute})`;
}
