import type { PolicyRule } from '@agent-safe/core';
import { arbitraries, checkLaw, sampleAction, scaled } from '@agent-safe/testkit';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { DecideRequest } from './compile/request.ts';
import { Pdp } from './pdp.ts';

const world = fc.record({
  actions: arbitraries.actions(),
  rules: fc.oneof(arbitraries.rules(), arbitraries.callerRules()),
  targets: arbitraries.targets(),
  verifiesCallers: fc.constant(true),
  delegation: arbitraries.delegation(),
});
const delegated = arbitraries.delegatedCaller();
const asked = fc
  .record({ request: arbitraries.request(delegated), caller: delegated })
  .map(({ caller, request }) => ({ ...request, caller }));
const runs = 100_000;

/** Counts the cases that a law is about. The law proves nothing if they are rare. */
function counter() {
  let count = 0;
  return { add: () => count++, expectSome: () => expect(count).toBeGreaterThan(scaled(runs) / 1_000) };
}

test('T12 an unverified caller satisfies no callers selector of allow rules, every one of deny rules, and approval rules are floors', () => {
  const met = counter();
  const who = fc.oneof(
    fc.constant(undefined),
    fc.constantFrom(...arbitraries.VOCABULARY.agents),
    delegated.map((caller) => ({ ...caller, verified: false })),
  );
  const property = fc.property(world, asked, who, (options, request, caller) => {
    const bare: DecideRequest = { ...request, caller };
    const verdict = new Pdp(options).decide(bare);
    // Equivalent rules with empty or missing callers, without the floors and with them.
    const rules = options.rules.flatMap((rule) => forUnproven(rule) ?? []);
    const floors = new Set(rules.filter(isFloor).map(({ name }) => name));
    const strip = (rule: PolicyRule) => (isFloor(rule) ? withoutCallers(rule) : rule);
    const ruled = new Pdp({ ...options, rules: rules.filter((rule) => !isFloor(rule)) }).decide(bare);
    const floored = new Pdp({ ...options, rules: rules.map(strip) }).decide(bare);
    const { approval_rules: _, ...said } = verdict;
    expect(said).toEqual(ruled.result === 'allow' && floors.has(floored.policy_matched ?? '') ? floored : ruled);
    if (verdict.code === 'rule') met.add();
  });
  checkLaw('unverified callers widen nothing', property, { runs });
  met.expectSome();
});

function forUnproven(rule: PolicyRule): PolicyRule | undefined {
  if (rule.match.callers === undefined || rule.decision === 'require_approval') return rule;
  return rule.decision === 'allow' ? undefined : withoutCallers(rule);
}

function withoutCallers(rule: PolicyRule): PolicyRule {
  const { callers: _, ...match } = rule.match;
  return { ...rule, match };
}

function isFloor({ decision, match }: PolicyRule): boolean {
  return decision === 'require_approval' && match.callers !== undefined;
}

test('T07 T12 removing the proof never yields an allow', () => {
  const met = counter();
  const property = fc.property(world, asked, (options, request) => {
    const pdp = new Pdp(options);
    const proven = pdp.decide({ ...request, caller: { ...request.caller, verified: true } });
    const claimed = pdp.decide({ ...request, caller: { ...request.caller, verified: false } });
    if (claimed.result === 'allow') expect(proven.result).toBe('allow');
    if (claimed.result !== proven.result) met.add();
  });
  checkLaw('removing the proof never allows', property, { runs });
  met.expectSome();
});

test('T07 T12 configuring keys never yields an allow', () => {
  const property = fc.property(world, asked, (options, request) => {
    const advisory = new Pdp({ ...options, verifiesCallers: false }).decide(request);
    if (new Pdp(options).decide(request).result === 'allow') expect(advisory.result).toBe('allow');
  });
  checkLaw('keys never allow', property, { runs });
});

test('T13 a further delegation scope never yields an allow', () => {
  const met = counter();
  const property = fc.property(world, asked, arbitraries.delegationScope(), (options, request, scope) => {
    const pdp = new Pdp(options);
    const { delegation_scopes: scopes = [] } = request.caller;
    const before = pdp.decide(request);
    const after = pdp.decide({ ...request, caller: { ...request.caller, delegation_scopes: [...scopes, scope] } });
    // Either the request is refused, or the verdict stays the same.
    if (after.result === 'allow') expect(after).toEqual(before);
    else if (before.result === 'allow') met.add();
  });
  checkLaw('a further scope never allows', property, { runs });
  met.expectSome();
});

/** A world in which only the caller decides. */
const callersOnly = fc.record({
  actions: fc.constant([sampleAction()]),
  rules: arbitraries.callerRules(),
  verifiesCallers: fc.constant(true),
  delegation: arbitraries.delegation().map((settings) => ({ ...settings, max_depth: 9 })),
});
const plain = arbitraries
  .caller()
  .map((caller) => ({ action: 'restart', caller: { ...caller, verified: true }, at: 0 }));

test('T13 removing grants never yields an allow', () => {
  const met = counter();
  const property = fc.property(callersOnly, plain, fc.subarray([0, 1, 2, 3]), (options, request, kept) => {
    const { delegation } = options;
    const fewer = { ...delegation, grants: delegation.grants.filter((_, place) => kept.includes(place)) };
    const before = new Pdp(options).decide(request);
    const after = new Pdp({ ...options, delegation: fewer }).decide(request);
    if (after.result === 'allow') expect(before.result).toBe('allow');
    if (after.policy_matched !== before.policy_matched) met.add();
  });
  checkLaw('fewer grants never allow', property, { runs });
  met.expectSome();
});

test('T13 without grants, invented names of delegates change no allow', () => {
  const met = counter();
  const property = fc.property(callersOnly, plain, (options, request) => {
    const pdp = new Pdp({ ...options, delegation: { ...options.delegation, grants: [] } });
    const { delegation_chain: chain } = request.caller;
    if (chain.length === 0 || pdp.decide(request).result !== 'allow') return;
    const madeUp = chain.map((name, place) => (place === 0 ? name : 'nobody'));
    const caller = { ...request.caller, agent_id: 'nobody', delegation_chain: madeUp };
    expect(pdp.decide({ ...request, caller }).result).toBe('allow');
    met.add();
  });
  checkLaw('invented names allow nothing', property, { runs });
  met.expectSome();
});
