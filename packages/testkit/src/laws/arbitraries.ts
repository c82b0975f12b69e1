import {
  type Action,
  type ActionParameter,
  type Caller,
  DAY_NAMES,
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
import { sampleAction } from './samples.ts';

/** Small vocabularies, so that random rules often match random requests. */
export const VOCABULARY = {
  actions: ['get-pod', 'scale-pod', 'scale-node', 'drain-node', 'delete-job'],
  types: ['k8s-pod', 'k8s-node', 'aws-vm'],
  agents: ['deployer-01', 'reader-01', 'orchestrator', 'worker'],
  roles: ['deployer', 'reader', 'admin'],
  groups: ['platform', 'data'],
  labels: ['app', 'tier'],
  values: ['api', 'web', 'team/api'],
  globs: ['*', 'scale-*', '*-node', 'get-???', '[a-g]*', '[!s]*', 'drain-node', 'delete-job', 'nothing'],
  zones: ['UTC', 'Europe/Zurich', 'America/New_York', 'Asia/Kolkata', 'Australia/Lord_Howe'],
} as const;

const { agents, groups, labels, roles, types, values } = VOCABULARY;

/** Generates records in which each member is present with a probability of 1/4. With more conditions, few rules would match. */
export function optionalRecord<Shape extends Record<string, unknown>>(
  shape: { [Name in keyof Shape]: fc.Arbitrary<Shape[Name]> },
): fc.Arbitrary<Partial<Shape>> {
  const members = Object.entries<fc.Arbitrary<unknown>>(shape).map(([name, arbitrary]) =>
    fc.oneof(
      { weight: 3, arbitrary: fc.constant([]) },
      { weight: 1, arbitrary: arbitrary.map((value) => [[name, value]]) },
    ),
  );
  return fc
    .tuple(...members)
    .map((entries) => Object.fromEntries(entries.flat() as [string, unknown][]) as Partial<Shape>);
}

function some<Value>(from: readonly Value[]): fc.Arbitrary<Value[]> {
  return fc.subarray([...from], { minLength: 1, maxLength: 2 });
}

const labelsOf = fc.dictionary(fc.constantFrom(...labels), fc.constantFrom(...values), { maxKeys: 2 });

const PARAMETERS: readonly ActionParameter[] = [
  { name: 'namespace', type: 'string', required: true, description: '', locates: true, sensitive: false },
  {
    name: 'count',
    type: 'integer',
    required: false,
    description: '',
    default: 1,
    constraints: { min_value: 0, max_value: 9 },
    locates: false,
    sensitive: false,
  },
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

const hoursOfDay = fc.record(
  {
    days: some([0, 1, 2, 3, 4, 5, 6]),
    start_hour: fc.integer({ min: 0, max: 23 }),
    end_hour: fc.integer({ min: 0, max: 23 }),
    timezone: fc.constantFrom(...VOCABULARY.zones),
  },
  { requiredKeys: ['start_hour', 'end_hour'] },
);

const timeOfDay = fc.constantFrom('00:00', '02:15', '06:00', '09:30', '12:00', '17:45', '22:30', '23:59');

/** A window in minutes, often past midnight. */
const minutesOfDay = fc
  .record(
    {
      days: some([...DAY_NAMES, 0, 3, 6]),
      start: timeOfDay,
      end: timeOfDay,
      timezone: fc.constantFrom(...VOCABULARY.zones),
    },
    { requiredKeys: ['start'] },
  )
  .filter(({ end, start }) => end !== start);

const timeWindow = fc.oneof(hoursOfDay, minutesOfDay);

const YEAR = Date.UTC(2026, 0, 1);
/** Ends of periods, of which some are within a minute. Requests ask for times around them. */
const ENDS = Array.from({ length: 6 }, (_, month) => YEAR + month * 60 * 86_400_000 + month * 1_500);

/** A period with one end or two. */
const valid = fc
  .tuple(fc.option(fc.constantFrom(...ENDS)), fc.option(fc.constantFrom(...ENDS)))
  .filter(([from, until]) => from !== until && (from ?? 0) < (until ?? Number.POSITIVE_INFINITY))
  .map(([from, until]) => ({
    ...(from === null ? {} : { from: new Date(from).toISOString() }),
    ...(until === null ? {} : { until: new Date(until).toISOString() }),
  }));

/** A time of a year, often around the end of a period. */
const timeOfYear = fc.oneof(
  { weight: 3, arbitrary: fc.integer({ min: YEAR, max: Date.UTC(2027, 0, 1) }) },
  {
    weight: 1,
    arbitrary: fc.tuple(fc.constantFrom(...ENDS), fc.integer({ min: -2, max: 2 })).map(([end, step]) => end + step),
  },
);

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
