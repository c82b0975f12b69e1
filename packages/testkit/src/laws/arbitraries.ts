import {
  type Action,
  type Caller,
  DECISION_RESULTS,
  type DelegationScope,
  type DelegationSettings,
  type DelegatorHolding,
  ENVIRONMENTS,
  type PolicyRule,
  RISK_CLASSES,
  SENSITIVITIES,
  type Target,
  type TargetScope,
} from '@agent-safe/core';
import fc from 'fast-check';
import { sampleAction, sampleParameter } from './samples.ts';
import { timeOfYear, timeWindow, valid } from './time-arbitraries.ts';
import { optionalRecord, some, VOCABULARY } from './vocabulary.ts';

export { VOCABULARY };

const { agents, groups, labels, roles, types, values } = VOCABULARY;

const labelsOf = fc.dictionary(fc.constantFrom(...labels), fc.constantFrom(...values), { maxKeys: 2 });

const PARAMETERS = [
  sampleParameter('namespace', 'string', { required: true, locates: true }),
  sampleParameter('count', 'integer', { default: 1, constraints: { min_value: 0, max_value: 9 } }),
];

/** Generates an action with one locating parameter and one bounded number. Some actions have no target: nothing locates one. */
export function action(): fc.Arbitrary<Action> {
  return fc
    .record({
      name: fc.constantFrom(...VOCABULARY.actions),
      risk_class: fc.constantFrom(...RISK_CLASSES),
      place: fc.oneof(
        { weight: 5, arbitrary: some(types).map((target_types) => ({ target_types, parameters: PARAMETERS })) },
        { weight: 1, arbitrary: fc.constantFrom(...SENSITIVITIES).map(withoutTarget) },
      ),
    })
    .map(({ place, ...random }) => sampleAction({ ...random, ...place }));
}

function withoutTarget(sensitivity: Action['sensitivity'] & string): Partial<Action> {
  return { target_types: [], sensitivity, parameters: PARAMETERS.map((each) => ({ ...each, locates: false })) };
}

/** Generates actions with different names. */
export function actions(): fc.Arbitrary<Action[]> {
  return fc.uniqueArray(action(), { minLength: 3, maxLength: VOCABULARY.actions.length, selector: ({ name }) => name });
}

/** Generates a target. */
export function target(): fc.Arbitrary<Target> {
  return fc
    .record({
      id: fc.constantFrom('t0', 't1', 't2', 't3', 't4'),
      type: fc.constantFrom(...types),
      environment: fc.constantFrom(...ENVIRONMENTS),
      sensitivity: fc.constantFrom(...SENSITIVITIES),
      labels: labelsOf,
      namespace: fc.option(fc.constantFrom('a', 'b*', '*'), { nil: undefined }),
      isScoped: fc.boolean(),
    })
    .map(({ isScoped, namespace, ...rest }) => ({
      ...rest,
      owner: '',
      bindings: namespace === undefined ? {} : { namespace },
      ...(isScoped ? { scope: scopeOf(rest.type) } : {}),
    }));
}

/** Returns a scope of the kind that strict mode requires for a type. */
function scopeOf(type: string): TargetScope {
  return type.startsWith('aws-') ? { account: '111122223333', region: 'eu-west-1' } : { cluster: 'one' };
}

/** Generates targets with different ids. */
export function targets(): fc.Arbitrary<Target[]> {
  return fc.uniqueArray(target(), { minLength: 1, maxLength: 5, selector: ({ id }) => id });
}

/** Generates a caller. */
export function caller(): fc.Arbitrary<Caller> {
  return fc.record({
    agent_id: fc.constantFrom(...agents),
    verified: fc.boolean(),
    roles: fc.subarray([...roles]),
    groups: fc.subarray([...groups]),
    delegation_chain: fc.array(fc.constantFrom(...agents), { maxLength: 3 }),
  });
}

const scopeGlobs = ['*', 't*', 't[0-2]', 't3', '**3', 't/*'];

/** Generates the scope of one delegation hop. It covers a request in about half of the cases. */
export function delegationScope(): fc.Arbitrary<DelegationScope> {
  return optionalRecord({
    actions: fc.oneof(fc.constant(['*']), some(VOCABULARY.globs)),
    targets: fc.oneof(fc.constant(['*']), some(scopeGlobs)),
    target_globs: fc.constantFrom('parts' as const, 'text' as const),
    exp: fc.integer({ min: Date.UTC(2026, 0, 1) / 1_000, max: Date.UTC(2028, 0, 1) / 1_000 }),
  });
}

/** Generates a caller whose delegation may exclude a part of the actions and targets. */
export function delegatedCaller(): fc.Arbitrary<Caller> {
  return fc
    .record({ own: heldCaller(), scopes: fc.array(delegationScope(), { maxLength: 3 }), isScoped: fc.boolean() })
    .map(({ isScoped, own, scopes }) =>
      isScoped ? { ...own, delegation_scopes: scopes.slice(0, own.delegation_chain.length) } : own,
    );
}

/** Generates a caller whose delegators hold at least what it holds. The holdings of some delegators are unknown. */
export function heldCaller(): fc.Arbitrary<Caller> {
  const more = fc.array(fc.record({ roles: fc.subarray([...roles]), groups: fc.subarray([...groups]) }), {
    minLength: 3,
    maxLength: 3,
  });
  return fc
    .record({ own: caller(), more, isKnown: fc.integer({ min: 0, max: 4 }).map((some) => some > 0) })
    .map(({ isKnown, more: added, own }) => {
      if (!isKnown || own.delegation_chain.length === 0) return own;
      const holdings: DelegatorHolding[] = [];
      let next: DelegatorHolding = own;
      for (const extra of added.slice(0, own.delegation_chain.length)) {
        next = {
          roles: [...new Set([...next.roles, ...extra.roles])],
          groups: [...new Set([...next.groups, ...extra.groups])],
        };
        holdings.unshift(next);
      }
      return { ...own, delegation_holdings: holdings };
    });
}

/** Generates delegation settings over a few names. */
export function delegation(): fc.Arbitrary<DelegationSettings> {
  const grant = fc.record({ parent: fc.constantFrom(...agents), children: some([...agents, '*', '*-01', 'w*']) });
  return fc.record({ max_depth: fc.integer({ min: 0, max: 4 }), grants: fc.array(grant, { maxLength: 4 }) });
}

/** Names, and sometimes a pattern. */
function someNames(names: readonly string[], patterns: readonly string[]): fc.Arbitrary<string[]> {
  return fc.oneof({ weight: 4, arbitrary: some(names) }, { weight: 1, arbitrary: some([...names, ...patterns]) });
}

const agentPatterns = ['*-01', 'w*', '*or*', '*'];
const callers = optionalRecord({
  agent_ids: someNames(agents, agentPatterns),
  roles: someNames(roles, ['*er', 'adm*']),
  groups: someNames(groups, ['*a*', 'plat*form']),
  delegated_from: someNames(agents, agentPatterns),
  max_delegation_depth: fc.integer({ min: 0, max: 3 }),
  require_delegation: fc.boolean(),
});

/** Conditions of a rule as 0.11 has them. */
export const match: fc.Arbitrary<PolicyRule['match']> = optionalRecord({
  actions: some(VOCABULARY.globs),
  targets: optionalRecord({
    environments: some(ENVIRONMENTS),
    sensitivities: some(SENSITIVITIES),
    types: someNames(types, ['k8s-*', '*', '**-vm']),
    labels: fc.oneof(
      { weight: 3, arbitrary: labelsOf },
      { weight: 1, arbitrary: fc.dictionary(fc.constantFrom(...labels), fc.constantFrom('*', 'a*', '*/api', '**api')) },
    ),
  }),
  callers,
  time_windows: fc.array(timeWindow, { minLength: 1, maxLength: 2 }),
  valid,
  risk_classes: some(RISK_CLASSES),
  require_ticket: fc.boolean(),
});

/** Generates a policy rule. */
export function rule(): fc.Arbitrary<PolicyRule> {
  return ruleWith(match);
}

/** Generates a rule with some conditions. */
export function ruleWith(conditions: fc.Arbitrary<PolicyRule['match']>): fc.Arbitrary<PolicyRule> {
  return fc
    .record({
      name: fc.stringMatching(/^rule-[0-9a-f]{8}$/),
      priority: fc.integer({ min: -5, max: 5 }),
      match: conditions,
      decision: fc.constantFrom(...DECISION_RESULTS),
      isGuardrail: fc.integer({ min: 0, max: 4 }).map((some) => some === 0),
    })
    .map(({ isGuardrail, name, ...rest }) => ({
      name,
      description: '',
      reason: `Because of ${name}`,
      ...rest,
      ...(isGuardrail && rest.decision !== 'allow' ? { overrides: true } : {}),
    }));
}

/** Generates rules with conditions on callers only. */
export function callerRules(most = 6): fc.Arbitrary<PolicyRule[]> {
  const conditions = fc.oneof(
    { weight: 6, arbitrary: callers.map((selector) => ({ callers: selector })) },
    { weight: 1, arbitrary: fc.constant({}) },
  );
  return fc.uniqueArray(ruleWith(conditions), { minLength: 1, maxLength: most, selector: ({ name }) => name });
}

/** Generates rules with different names. */
export function rules(most = 12): fc.Arbitrary<PolicyRule[]> {
  return fc.uniqueArray(rule(), { maxLength: most, size: 'max', selector: ({ name }) => name });
}

/** Random request to a PDP. It is mostly valid, and sometimes names an unknown action or target. */
export interface RandomRequest {
  readonly action: string;
  readonly target?: string;
  readonly caller?: Caller;
  readonly params: { readonly [name: string]: string | number };
  readonly ticket_id?: string;
  readonly at: number;
}

/** Generates a request. @param who arbitrary of its caller; some requests have none */
export function request(who: fc.Arbitrary<Caller> = caller()): fc.Arbitrary<RandomRequest> {
  return fc.record(
    {
      action: fc.constantFrom(...VOCABULARY.actions, 'unheard-of'),
      target: fc.constantFrom('t0', 't1', 't2', 't3', 't4', 'unheard-of'),
      caller: who,
      params: fc.oneof(
        { weight: 4, arbitrary: fc.record({ namespace: fc.constantFrom('a', 'b', 'bb', 'c') }) },
        { weight: 1, arbitrary: fc.record({ namespace: fc.constant('a'), count: fc.integer({ min: -2, max: 12 }) }) },
        { weight: 1, arbitrary: fc.dictionary(fc.string(), fc.string(), { maxKeys: 2 }) },
      ),
      ticket_id: fc.constantFrom('', 'JIRA-1'),
      at: timeOfYear,
    },
    { requiredKeys: ['action', 'params', 'at'] },
  );
}
