import { type Action, deepFreeze, type PolicyRule, type Target } from '@agent-safe/core';
import { describe, expect, test } from 'vitest';
import { Pdp } from './pdp.ts';

const action = {
  name: 'read',
  version: '1.0.0',
  description: 'Read a record',
  parameters: [],
  risk_class: 'low',
  target_types: ['record'],
  prechecks: [],
  reversible: false,
} as unknown as Action;
const rule = (name: string, priority: number, decision: string, match: object) =>
  ({ name, description: name, priority, decision, reason: name, match }) as unknown as PolicyRule;
const rules = [
  rule('deny-secret', 30, 'deny', { targets: { labels: { secret: 'yes' } } }),
  rule('deny-prod', 20, 'deny', { targets: { environments: ['prod'] } }),
  rule('allow', 10, 'allow', { actions: ['read'] }),
];
const target = (environment: string, labels: Record<string, string>) =>
  ({ id: 'record:1', type: 'record', environment, sensitivity: 'public', owner: '', labels, bindings: {} }) as Target;
const open = () => new Pdp({ actions: [action], rules, targets: [], strict: true });
const decide = (pdp: Pdp, described_target: Target) =>
  pdp.evaluate({ action: 'read', target: 'record:1', described_target, caller: 'worker', params: {}, at: 0 }).verdict
    .policy_matched;

describe('a described target', () => {
  test('is read again if the program may have changed it', () => {
    const pdp = open();
    const labels: Record<string, string> = {};
    const described = target('dev', labels);
    expect(decide(pdp, described)).toBe('allow');
    labels.secret = 'yes';
    expect(decide(pdp, described)).toBe('deny-secret');
    Object.assign(described, { environment: 'prod', labels: {} });
    expect(decide(pdp, described)).toBe('deny-prod');
    // Freezing only the outer object leaves the labels open.
    Object.freeze(described);
    (described.labels as Record<string, string>).secret = 'yes';
    expect(decide(pdp, described)).toBe('deny-secret');
  });

  test('has the same answer frozen, again and again', () => {
    const pdp = open();
    for (const environment of ['dev', 'prod'])
      for (const labels of [{}, { secret: 'yes' }, { secret: 'no' }] as Record<string, string>[]) {
        const frozen = deepFreeze(target(environment, labels));
        const answers = [1, 2, 3].map(() => decide(pdp, frozen));
        expect(new Set([...answers, decide(open(), target(environment, labels))]).size).toBe(1);
      }
  });
});
