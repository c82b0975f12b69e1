import { type Caller, effectiveRisk, type PolicyRule, SENSITIVITIES, type Target } from '@agent-safe/core';
import { arbitraries, checkLaw, conditionArbitraries, sampleAction } from '@agent-safe/testkit';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Pdp } from './index.ts';

const sendEmail = sampleAction({ name: 'send-email', target_types: [], sensitivity: 'internal' });
const restart = sampleAction({ name: 'restart', target_types: ['vm'] });
const target: Target = {
  id: 'dev/app',
  type: 'vm',
  environment: 'dev',
  sensitivity: 'public',
  owner: '',
  labels: {},
  bindings: {},
  scope: { cluster: 'dev' },
};

function rule(decision: PolicyRule['decision'], match: PolicyRule['match'], priority = 0): PolicyRule {
  return { name: `${decision}-${priority}`, description: '', priority, match, decision, reason: 'Because' };
}

function decide(
  rules: readonly PolicyRule[],
  request: { readonly action?: string; readonly target?: string; readonly caller?: Caller } = {},
  strict = true,
) {
  const pdp = new Pdp({ actions: [sendEmail, restart], rules, targets: [target], strict });
  return pdp.decide({ action: 'send-email', at: 0, ...request });
}

describe('T58 an action without a target', () => {
  test.each([true, false])('is allowed by a rule that names it, strict: %s', (strict) => {
    expect(decide([rule('allow', { actions: ['send-*'] })], {}, strict)).toMatchObject({
      result: 'allow',
      code: 'rule',
    });
  });

  test('needs no inventory', () => {
    const pdp = new Pdp({ actions: [sendEmail, restart], rules: [rule('allow', {})], strict: true });
    expect(pdp.decide({ action: 'send-email', at: 0 }).result).toBe('allow');
    expect(pdp.decide({ action: 'restart', at: 0 }).code).toBe('target_required');
  });

  test.each([true, false])('is denied with any target, strict: %s', (strict) => {
    const rules = [rule('allow', {})];
    for (const id of ['dev/app', 'unheard-of', '', '*']) {
      const verdict = decide(rules, { target: id }, strict);
      expect(verdict).toMatchObject({ result: 'deny', code: 'target_unexpected', policy_matched: null });
      expect(verdict.reason).toContain('Remove the target from the request.');
    }
  });

  test('leaves the answer to a missing target of another action as it was', () => {
    expect(decide([rule('allow', {})], { action: 'restart' })).toMatchObject({
      result: 'deny',
      code: 'target_required',
    });
    expect(decide([rule('allow', {})], { action: 'restart' }, false)).toMatchObject({
      result: 'allow',
      effective_risk: effectiveRisk('medium', undefined),
    });
  });

  test.each<PolicyRule['match']['targets'] & object>([
    {},
    { environments: ['dev', 'staging', 'prod'] },
    { sensitivities: [...SENSITIVITIES] },
    { types: ['**'] },
    { types: [''] },
    { labels: {} },
  ])('is matched by no rule that selects targets: %j', (targets) => {
    expect(decide([rule('allow', { targets })])).toMatchObject({ result: 'deny', code: 'default_deny' });
    const both = [rule('deny', { targets }, 1), rule('allow', { actions: ['send-email'] })];
    expect(decide(both)).toMatchObject({ result: 'allow', policy_matched: 'allow-0' });
  });

  test('is denied by a rule that names it, and by one without conditions', () => {
    const allow = rule('allow', {});
    expect(decide([rule('deny', { actions: ['send-email'] }, 1), allow]).result).toBe('deny');
    expect(decide([rule('deny', {}, 1), allow]).result).toBe('deny');
  });

  test.each([['**'], ['*'], ['dev/app'], [''], []])(
    'is not covered by a delegation to the targets %j',
    (...targets) => {
      const caller: Caller = {
        agent_id: 'worker',
        verified: true,
        roles: [],
        groups: [],
        delegation_chain: ['root'],
        delegation_scopes: [{ actions: ['send-email'], targets }],
      };
      for (const target_globs of ['parts', 'text'] as const) {
        const delegation_scopes = [{ actions: ['send-email'], targets, target_globs }];
        const verdict = decide([rule('allow', {})], { caller: { ...caller, delegation_scopes } });
        expect(verdict).toMatchObject({ result: 'deny', code: 'delegation_scope' });
        expect(verdict.reason).toContain('delegate again without targets.');
      }
      const without = { ...caller, delegation_scopes: [{ actions: ['send-email'] }] };
      expect(decide([rule('allow', {})], { caller: without }).result).toBe('allow');
    },
  );

  test('has a risk by its own sensitivity; without one, it counts as critical', () => {
    for (const sensitivity of [...SENSITIVITIES, undefined]) {
      const action = sampleAction({ target_types: [], ...(sensitivity === undefined ? {} : { sensitivity }) });
      const pdp = new Pdp({ actions: [action], rules: [rule('allow', {})], targets: [target] });
      const risk = effectiveRisk('medium', sensitivity);
      expect(pdp.decide({ action: action.name, at: 0 }).effective_risk).toBe(risk);
      expect(pdp.resolve(action.name, 'dev/app')).toMatchObject({ target: undefined, effective_risk: risk });
    }
  });

  test('takes no sensitivity of its own if it has a target', () => {
    const action = sampleAction({ target_types: ['vm'], sensitivity: 'public' });
    const pdp = new Pdp({ actions: [action], rules: [rule('allow', {})], targets: [target] });
    expect(pdp.decide({ action: action.name, at: 0 }).effective_risk).toBe(effectiveRisk('medium', undefined));
  });

  test('explains a refused target by a request without it', () => {
    const pdp = new Pdp({ actions: [sendEmail], rules: [rule('allow', {})], targets: [target], strict: true });
    const { changes, verdict } = pdp.explain({ action: 'send-email', target: 'dev/app', at: 0 });
    expect(verdict.code).toBe('target_unexpected');
    expect(changes[0]).toMatchObject({ result: 'allow', text: 'without a target' });
  });
});

const world = fc.record({
  actions: arbitraries.actions(),
  rules: fc.oneof(arbitraries.rules(), conditionArbitraries.conditionRules()),
  targets: arbitraries.targets(),
  strict: fc.boolean(),
  verifiesCallers: fc.boolean(),
});

test('T58 law: nothing that speaks of targets grants an action without a target', () => {
  let granted = 0;
  const property = fc.property(
    world,
    arbitraries.request(arbitraries.delegatedCaller()),
    fc.nat(),
    (options, random, pick) => {
      const targetless = options.actions.filter(({ target_types }) => target_types.length === 0);
      const name = targetless[pick % targetless.length]?.name ?? random.action;
      const pdp = new Pdp(options);
      const verdict = pdp.decide({ ...random, action: name });
      if (targetless.length === 0 || verdict.result === 'deny') return;
      granted++;
      expect(random.target).toBeUndefined();
      const decider = options.rules.find((each) => each.name === verdict.policy_matched);
      expect(decider?.match.targets).toBeUndefined();
      // An approval rule decides in doubt, so that it is a floor for later rules.
      const excluded = Object.keys(decider?.match.not ?? {});
      if (verdict.result === 'allow') expect(excluded).not.toEqual(['targets']);
      for (const { targets } of random.caller?.delegation_scopes ?? []) expect(targets).toBeUndefined();
      // Neither the inventory nor strict mode changes the answer.
      const { target: _, ...request } = { ...random, action: name };
      for (const changed of [{ targets: [] }, { targets: undefined }, { strict: !options.strict }]) {
        expect(new Pdp({ ...options, ...changed }).decide(request)).toEqual(verdict);
      }
    },
  );
  checkLaw('an action without a target is granted by no target', property, { runs: 100_000 });
  // The law proves nothing if few requests are granted.
  expect(granted).toBeGreaterThan(50);
});
