import type { Caller, DecisionResult, PolicyRule } from '@agent-safe/core';
import { arbitraries, checkLaw, conditionArbitraries, sampleAction, scaled } from '@agent-safe/testkit';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { DecideRequest } from './compile/request.ts';
import { Pdp } from './pdp.ts';

const STRICTNESS: readonly DecisionResult[] = ['allow', 'require_approval', 'deny'];
const at = Date.parse('2026-01-05T10:00Z');

/** Conditions that delegating to oneself can meet. Allow and approval rules with them are exempt, and within `not` those that restrict. */
function withoutExempt(rule: PolicyRule): PolicyRule {
  const { not, ...own } = rule.match;
  const kept = rule.decision === 'deny' ? own : dropExempt(own);
  if (not === undefined) return { ...rule, match: kept };
  return { ...rule, match: { ...kept, not: rule.decision === 'allow' ? not : dropExempt(not) } };
}

function dropExempt<Match extends PolicyRule['match']>(match: Match): Match {
  if (match.callers === undefined) return match;
  const { delegated_from: _, require_delegation, ...others } = match.callers;
  return { ...match, callers: require_delegation === false ? { ...others, require_delegation } : others };
}

const rules = fc
  .oneof(
    { weight: 1, arbitrary: arbitraries.rules() },
    { weight: 3, arbitrary: arbitraries.callerRules(8) },
    { weight: 2, arbitrary: conditionArbitraries.conditionRules(8) },
  )
  .map((all) => all.map(withoutExempt));
const world = fc.record({
  actions: fc.constant(['get-pod', 'scale-pod'].map((name) => sampleAction({ name }))),
  rules,
  targets: conditionArbitraries.ownedTargets(),
  verifiesCallers: fc.constant(true),
  delegation: arbitraries.delegation(),
});
const asked = fc
  .record({ request: arbitraries.request(), caller: arbitraries.delegatedCaller() })
  .map(({ caller, request }) => ({ ...request, params: {}, caller: { ...caller, verified: true } }));

/** One way to give less proof. */
type Less = (caller: Caller, { keep, name, grants }: Choice) => Caller | string | undefined;
interface Choice {
  /** Bits of the roles and groups to keep. */
  readonly keep: number;
  readonly name: string;
  readonly grants: (parent: string, child: string) => boolean;
}

function part<Value>(values: readonly Value[], keep: number): readonly Value[] {
  return values.filter((_, place) => (keep & (1 << place)) !== 0);
}

/** Delegates to an agent that holds a part of what the caller holds. */
function delegateTo(own: Caller, agent_id: string, keep: number): Caller {
  const { delegation_chain, delegation_holdings: held, delegation_scopes: scopes, groups, roles } = own;
  const chain = { ...own, agent_id, delegation_chain: [...delegation_chain, own.agent_id] };
  return {
    ...chain,
    roles: part(roles, keep),
    groups: part(groups, keep),
    ...(held === undefined && delegation_chain.length > 0
      ? {}
      : { delegation_holdings: [...(held ?? []), { roles, groups }] }),
    ...(scopes === undefined ? {} : { delegation_scopes: [...scopes, {}] }),
  };
}

const ways: readonly (readonly [string, Less])[] = [
  ['sending no token and no name', () => undefined],
  ['sending no token but its own name', ({ agent_id }) => agent_id],
  ['sending no token but any name', (_, { name }) => name],
  ['an unverified caller', (caller) => ({ ...caller, verified: false })],
  ['delegating to itself', (caller, { keep }) => delegateTo(caller, caller.agent_id, keep)],
  [
    'delegating to itself twice',
    (caller, { keep }) => delegateTo(delegateTo(caller, caller.agent_id, 255), caller.agent_id, keep),
  ],
  [
    'delegating to a name that was not granted',
    (caller, { grants, keep, name }) => (grants(caller.agent_id, name) ? caller : delegateTo(caller, name, keep)),
  ],
  [
    'delegating to itself through a name that was not granted',
    (caller, { grants, keep, name }) =>
      grants(caller.agent_id, name) ? caller : delegateTo(delegateTo(caller, name, 255), caller.agent_id, keep),
  ],
  [
    'dropping roles and groups in the last hop',
    (caller, { keep }) =>
      caller.delegation_chain.length === 0
        ? caller
        : { ...caller, roles: part(caller.roles, keep), groups: part(caller.groups, keep) },
  ],
  [
    'dropping roles and groups from a hop on',
    (caller, { keep }) => {
      const { delegation_chain: chain, delegation_holdings: held, groups, roles } = caller;
      if (held === undefined || chain.length < 2) return caller;
      const isKept = (value: string) => (keep & (1 << (value.length % 8))) !== 0;
      const narrow = (each: { readonly roles: readonly string[]; readonly groups: readonly string[] }) => ({
        roles: each.roles.filter(isKept),
        groups: each.groups.filter(isKept),
      });
      const from = 1 + (keep % (chain.length - 1));
      return {
        ...caller,
        ...narrow({ roles, groups }),
        delegation_holdings: held.map((each, hop) => (hop < from ? each : narrow(each))),
      };
    },
  ],
];

const choice = fc.record({
  keep: fc.integer({ min: 0, max: 255 }),
  name: fc.constantFrom(...arbitraries.VOCABULARY.agents, 'nobody'),
});

// One law for all ways: making a world takes longer than deciding in it.
test('T35 less proof never gives more', () => {
  const changed = new Map(ways.map(([way]) => [way, 0]));
  const property = fc.property(world, asked, choice, (options, request, { keep, name }) => {
    const pdp = new Pdp(options);
    const admits = (parent: string, child: string) =>
      options.delegation.grants
        .filter((grant) => grant.parent === parent)
        .some(({ children }) => children.some((glob) => glob === '*' || glob === child || matchesStar(glob, child)));
    const proven = pdp.decide(request);
    // The scopes and the depth limit what a token is good for. A request without a token has no scope.
    if (proven.code === 'delegation_scope') return;
    for (const [way, less] of ways) {
      const weaker: DecideRequest = { ...request, caller: less(request.caller, { keep, name, grants: admits }) };
      const answer = pdp.decide(weaker);
      expectNoMore(way, weaker, proven, answer);
      if (answer.policy_matched !== proven.policy_matched) changed.set(way, (changed.get(way) ?? 0) + 1);
    }
  });
  checkLaw('less proof never gives more', property, { runs: 100_000 });
  // The law proves nothing if the proof makes no difference.
  for (const [way, count] of changed) expect(count, way).toBeGreaterThan(scaled(100_000) / 5_000);
});

type Answer = ReturnType<Pdp['decide']>;

/** Expects that an answer with less proof is at least as strict. */
function expectNoMore(way: string, weaker: DecideRequest, proven: Answer, answer: Answer): void {
  if (STRICTNESS.indexOf(answer.result) < STRICTNESS.indexOf(proven.result)) {
    expect({ weaker, result: answer.result, by: answer.policy_matched }, way).toEqual({
      weaker,
      result: proven.result,
      by: proven.policy_matched,
    });
  }
  // Each approver that the proof needs is also needed without it.
  const before = approvalRulesOf(proven);
  if (answer.result === 'require_approval' && before.length > 0) {
    expect(approvalRulesOf(answer), way).toEqual(expect.arrayContaining([...before]));
  }
}

/** The rules whose approvers must agree: approval rules only. */
function approvalRulesOf({ approval_rules, policy_matched, result }: Answer): readonly string[] {
  if (result !== 'require_approval') return [];
  const rules = approval_rules ?? (policy_matched === null ? [] : [policy_matched]);
  // The last one decides; it may allow.
  return approval_rules === undefined || rules.at(-1) === policy_matched ? rules : rules.slice(0, -1);
}

/** Whether a glob with one star at its start or end matches. */
function matchesStar(glob: string, name: string): boolean {
  const [head = '', tail] = glob.split('*');
  return tail !== undefined && name.startsWith(head) && name.endsWith(tail) && name.length >= head.length + tail.length;
}

describe('T35 without keys, callers count as written, as in 0.11', () => {
  const child: Caller = {
    agent_id: 'helper',
    verified: true,
    roles: [],
    groups: [],
    delegation_chain: ['worker'],
    delegation_holdings: [{ roles: ['intern'], groups: ['suspended'] }],
  };
  const rule = (decision: PolicyRule['decision'], callers: PolicyRule['match']['callers']): PolicyRule => ({
    name: decision,
    description: '',
    priority: decision === 'allow' ? 0 : 1,
    match: callers === undefined ? {} : { callers },
    decision,
    reason: 'Because',
  });
  const evasions: readonly (readonly [string, PolicyRule['match']['callers']])[] = [
    ['the name of its delegator', { agent_ids: ['worker'] }],
    ['a role of its delegator', { roles: ['intern'] }],
    ['a group of its delegator', { groups: ['suspended'] }],
    ['direct callers', { require_delegation: false }],
    ['short chains', { max_delegation_depth: 0 }],
  ];
  test.each(evasions)('a rule about %s', (_, callers) => {
    for (const [decision, keys] of [
      ['deny', 'deny'],
      ['require_approval', 'require_approval'],
    ] as const) {
      const documents = { actions: [sampleAction()], rules: [rule(decision, callers), rule('allow', undefined)] };
      const ask = { action: 'restart', caller: child, at };
      expect(new Pdp(documents).decide(ask).result).toBe('allow');
      expect(new Pdp({ ...documents, verifiesCallers: true }).decide(ask).result).toBe(keys);
    }
  });
});
