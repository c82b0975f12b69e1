import type { DecisionResult, PolicyRule } from '@agent-safe/core';
import { checkLaw, conditionArbitraries as random } from '@agent-safe/testkit';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { RuleIndex } from './compile/rule-index.ts';
import { toSlots } from './match/evaluate-conditions.ts';
import { prepareRules } from './match/match.ts';
import { matchRules } from './match/match-rules.ts';
import type { ResolvedRequest } from './match/resolved-request.ts';
import { reportedRule, resultOf } from './match/rule-outcome.ts';
import { VerifiedChain } from './match/verified-chain.ts';
import { Pdp } from './pdp.ts';

const REQUESTS = 50;
const MASKS = ['hmac-sha256:one', 'hmac-sha256:two'];
const mask = (_action: string, _parameter: string, value: unknown) => MASKS[String(value).length % 2] ?? '';
const RANK: readonly DecisionResult[] = ['allow', 'require_approval', 'deny'];

const world = fc.record({
  actions: random.taggedActions(),
  rules: fc.oneof(
    { weight: 9, arbitrary: random.conditionRules() },
    { weight: 1, arbitrary: random.conditionRules(100) },
  ),
  targets: random.ownedTargets(),
  verifiesCallers: fc.boolean(),
  mask: fc.constantFrom(undefined, mask),
});

test('T56 T06 the index and the plain loop agree on a million requests with all conditions', () => {
  const counts = { decided: 0, floored: 0, tested: 0 };
  const requests = fc.array(random.parameterRequest(), { minLength: REQUESTS, maxLength: REQUESTS });
  const property = fc.property(world, requests, (options, asked) => {
    const { actions, rules, targets } = options;
    const prepared = prepareRules(rules);
    const pdp = new Pdp(options);
    const index = new RuleIndex(prepared, options.mask);
    const names = new VerifiedChain(options);
    for (const request of asked) {
      const { action, caller, params, verdict } = pdp.evaluate(request);
      const { code, policy_matched, result } = verdict;
      const definition = actions.find(({ name }) => name === request.action);
      const resolved: ResolvedRequest = {
        action: request.action,
        definition,
        slots: action === undefined || params === undefined ? undefined : toSlots(action, params),
        mask: options.mask,
        target: targets.find(({ id }) => id === request.target),
        caller,
        verifiedChain: names.count(caller),
        effectiveRisk: verdict.effective_risk,
        hasChangeTicket: request.ticket_id === 'JIRA-1',
        at: request.at,
      };
      const expected = matchRules(prepared, resolved);
      const found = index.find(resolved);
      const isSame = found.decider === expected.decider && found.floors.length === expected.floors.length;
      if (!isSame || found.floors.some((floor, place) => floor !== expected.floors[place]))
        expect({ resolved, found }).toEqual({ resolved, found: expected });
      if (expected.decider?.match.params !== undefined) counts.tested++;
      if (expected.decider !== undefined) counts.decided++;
      if (expected.floors.length > 0) counts.floored++;
      if (code !== 'rule' && code !== 'default_deny') continue;
      expect([result, policy_matched]).toEqual([resultOf(expected), reportedRule(expected)?.name ?? null]);
    }
  });
  checkLaw('index and loop agree with all conditions', property, { runs: 1_000_000 / REQUESTS });
  expect(counts.decided).toBeGreaterThan(10_000);
  expect(counts.floored).toBeGreaterThan(1_000);
  expect(counts.tested).toBeGreaterThan(1_000);
});

/** A request of which something is not known. */
const LESS: readonly (readonly [what: string, forget: (resolved: ResolvedRequest) => ResolvedRequest])[] = [
  ['the parameters', (resolved) => ({ ...resolved, slots: undefined })],
  ['one parameter', (resolved) => ({ ...resolved, slots: resolved.slots?.with(1, undefined) })],
  ['the masks', (resolved) => ({ ...resolved, mask: undefined })],
  ['the definition', (resolved) => ({ ...resolved, definition: undefined, slots: undefined })],
  ['the owner', (resolved) => withTarget(resolved, { owner: '' })],
  ['the scope', (resolved) => withTarget(resolved, { scope: undefined })],
];

function withTarget(resolved: ResolvedRequest, changes: object): ResolvedRequest {
  return resolved.target === undefined ? resolved : { ...resolved, target: { ...resolved.target, ...changes } };
}

// The presence of a value is known where the value is not.
function testsPresence(value: unknown): boolean {
  return (
    typeof value === 'object' &&
    value !== null &&
    Object.entries(value).some(([key, inner]) => key === 'present' || testsPresence(inner))
  );
}

// One law for all kinds of knowledge: making a world takes much longer than matching its rules.
test('T56 less knowledge never gives more', () => {
  const property = fc.property(world, random.parameterRequest(), (options, request) => {
    const { action, caller, params, target, verdict } = new Pdp(options).evaluate(request);
    if (action === undefined || params === undefined || verdict.code === 'target_ambiguous') return;
    const resolved: ResolvedRequest = {
      action: request.action,
      definition: action,
      slots: toSlots(action, params),
      mask: options.mask,
      target,
      caller,
      verifiedChain: new VerifiedChain(options).count(caller),
      effectiveRisk: verdict.effective_risk,
      hasChangeTicket: request.ticket_id === 'JIRA-1',
      at: request.at,
    };
    const all = prepareRules(options.rules);
    const withoutPresence = prepareRules(options.rules.filter(({ match }) => !testsPresence(match)));
    for (const [what, forget] of LESS) {
      const rules = what === 'one parameter' ? withoutPresence : all;
      const [known = 0, unknown = 0] = [resolved, forget(resolved)].map((each) =>
        RANK.indexOf(resultOf(matchRules(rules, each))),
      );
      expect(unknown, what).toBeGreaterThanOrEqual(known);
    }
  });
  checkLaw('less knowledge never gives more', property, { runs: 100_000 });
});

test('T56 T07 a deny of highest priority with any conditions never yields an allow', () => {
  const property = fc.property(world, random.conditionRule(), random.parameterRequest(), (options, rule, request) => {
    const deny: PolicyRule = { ...rule, name: 'added', decision: 'deny', priority: 1_000 };
    const before = new Pdp(options).decide(request);
    const after = new Pdp({ ...options, rules: [...options.rules, deny] }).decide(request);
    expect(RANK.indexOf(after.result)).toBeGreaterThanOrEqual(RANK.indexOf(before.result));
  });
  checkLaw('a deny with conditions on top never allows', property, { runs: 100_000 });
});
