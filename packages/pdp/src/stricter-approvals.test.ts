import type { PolicyRule, RequiredApprovals, Target } from '@agent-safe/core';
import { sampleAction, sampleParameter } from '@agent-safe/testkit';
import { expect, test } from 'vitest';
import { Pdp } from './pdp.ts';

const action = sampleAction({
  name: 'restart',
  target_types: ['vm'],
  parameters: [sampleParameter('host', 'string', { required: true, locates: true })],
});

/** Two targets for the same object. */
const targets = ['first', 'second'].map(
  (id): Target => ({
    id,
    type: 'vm',
    environment: 'prod',
    sensitivity: 'internal',
    owner: '',
    labels: {},
    bindings: { host: 'web' },
    scope: { cluster: 'main' },
  }),
);

function ruleFor(id: string, approvals: RequiredApprovals | undefined, overrides: boolean): PolicyRule {
  const match = { targets: { ids: [id] } };
  const rule = { name: id, description: '', priority: 0, match, decision: 'require_approval', reason: 'Ask' } as const;
  return approvals === undefined ? rule : { ...rule, approvals, ...(overrides ? { overrides } : {}) };
}

/** Returns the codes for the first and the second target. */
function codes(first: RequiredApprovals | undefined, second: RequiredApprovals | undefined, overrides = false) {
  const pdp = new Pdp({
    actions: [action],
    targets,
    rules: [ruleFor('first', first, overrides), ruleFor('second', second, overrides)],
  });
  return targets.map(({ id }) => {
    const request = { action: 'restart', target: id, params: { host: 'web' }, at: 0 };
    const { code } = pdp.decide(request);
    expect(pdp.explain(request).verdict.code).toBe(code);
    return code;
  });
}

test.each<[RequiredApprovals | undefined, RequiredApprovals, boolean]>([
  [undefined, { quorum: 2 }, true],
  [{ quorum: 2 }, { quorum: 3 }, true],
  [undefined, { roles: ['sre'] }, true],
  [{ roles: ['sre', 'dev'] }, { roles: ['sre'] }, true],
  [{ roles: ['sre'] }, { roles: ['sre'], groups: ['board'] }, true],
  [{ ttl_seconds: 900 }, { ttl_seconds: 60 }, true],
  [{ quorum: 2 }, { quorum: 2 }, false],
  [undefined, { quorum: 1 }, false],
  [{ roles: ['sre'], quorum: 2 }, { roles: ['sre'], quorum: 2 }, false],
])('T57 no other name of a target needs fewer approvals: %j beside %j', (weaker, stricter, isAmbiguous) => {
  for (const overrides of [false, true]) {
    const expected = isAmbiguous ? 'target_ambiguous' : 'rule';
    expect(codes(weaker, stricter, overrides)).toEqual([expected, 'rule']);
    expect(codes(stricter, weaker, overrides)).toEqual(['rule', expected]);
  }
});

test('T57 two targets with different approvers are both ambiguous', () => {
  expect(codes({ roles: ['sre'] }, { roles: ['board'] })).toEqual(['target_ambiguous', 'target_ambiguous']);
});
