import { riskOf } from '@agent-safe/core';
import { arbitraries, checkLaw } from '@agent-safe/testkit';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { prepareRules } from '../match/match.ts';
import { matchRules } from '../match/match-rules.ts';
import type { ResolvedRequest } from '../match/resolved-request.ts';
import { reportedRule, resultOf } from '../match/rule-outcome.ts';
import { VerifiedChain } from '../match/verified-chain.ts';
import { Pdp } from '../pdp.ts';
import { RuleIndex } from './rule-index.ts';

const REQUESTS = 50;

const world = fc.record({
  actions: arbitraries.actions(),
  rules: fc.oneof({ weight: 9, arbitrary: arbitraries.rules(12) }, { weight: 1, arbitrary: arbitraries.rules(150) }),
  targets: arbitraries.targets(),
  verifiesCallers: fc.boolean(),
  delegation: arbitraries.delegation(),
});

test('T06 the index and the plain loop agree on a million requests over random rules, targets, callers, grants, scopes and times', () => {
  let decided = 0;
  let floored = 0;
  const requests = fc.array(arbitraries.request(arbitraries.delegatedCaller()), {
    minLength: REQUESTS,
    maxLength: REQUESTS,
  });
  const property = fc.property(world, requests, (options, asked) => {
    const { actions, rules, targets } = options;
    const prepared = prepareRules(rules);
    const index = new RuleIndex(prepared);
    const pdp = new Pdp(options);
    const names = new VerifiedChain(options);
    for (const request of asked) {
      const target = targets.find(({ id }) => id === request.target);
      const action = actions.find(({ name }) => name === request.action);
      const resolved: ResolvedRequest = {
        action: request.action,
        target,
        caller: request.caller,
        verifiedChain: names.count(request.caller),
        effectiveRisk: riskOf(action ?? { risk_class: 'critical', target_types: ['any'] }, target),
        hasChangeTicket: request.ticket_id === 'JIRA-1',
        at: request.at,
      };
      const expected = matchRules(prepared, resolved);
      const found = index.find(resolved);
      const isSame = found.decider === expected.decider && found.floors.length === expected.floors.length;
      if (!isSame || found.floors.some((floor, place) => floor !== expected.floors[place]))
        expect({ resolved, found }).toEqual({ resolved, found: expected });
      if (expected.decider !== undefined) decided++;
      if (expected.floors.length > 0) floored++;
      // Requests that are refused earlier reach no rule.
      const { approval_rules: approvals = [], code, policy_matched, result } = pdp.decide(request);
      if (code !== 'rule' && code !== 'default_deny') continue;
      expect([result, policy_matched]).toEqual([resultOf(expected), reportedRule(expected)?.name ?? null]);
      const { decider, floors } = expected;
      const isAsked = floors.length > 0 && decider !== undefined && decider.decision !== 'deny';
      expect(approvals).toEqual(isAsked ? [...floors, decider].map(({ name }) => name) : []);
    }
  });
  checkLaw('index and loop agree', property, { runs: 1_000_000 / REQUESTS });
  // The law proves nothing if few requests match a rule.
  expect(decided).toBeGreaterThan(10_000);
  expect(floored).toBeGreaterThan(1_000);
});
