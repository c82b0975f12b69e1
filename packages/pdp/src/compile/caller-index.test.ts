import type { Caller, CallerSelector, PolicyRule } from '@agent-safe/core';
import { expect, test } from 'vitest';
import { CallerIndex } from './caller-index.ts';

function rule(decision: PolicyRule['decision'], callers: CallerSelector): PolicyRule {
  return { name: decision, description: '', priority: 0, match: { callers }, decision, reason: '' };
}

const index = new CallerIndex([
  rule('allow', { agent_ids: ['worker'], delegated_from: ['root', 'planner'] }),
  rule('deny', { agent_ids: ['intern'], delegated_from: ['planner'] }),
]);

function classify(agent_id: string, delegation_chain: readonly string[], verifiedChain: number) {
  const caller: Caller = { agent_id, verified: true, roles: ['any'], groups: [], delegation_chain };
  return index.classify(caller, verifiedChain);
}

test('callers with unknown names share one class, with any number of proven names', () => {
  const one = classify('agent-1', ['root', 'agent-2'], 1);
  expect(classify('agent-3', ['root', 'agent-4'], 1)).toBe(one);
  expect(classify('agent-3', ['root', 'agent-4', 'agent-5', 'agent-6'], 1)).toBe(one);
  expect(classify('agent-5', [], 1)).toBe(classify('agent-6', [], 1));
});

test('the class of a known caller is the same object', () => {
  for (const verifiedChain of [1, 2, 3, Number.POSITIVE_INFINITY]) {
    const known = classify('worker', ['root', 'planner'], verifiedChain);
    expect(classify('worker', ['root', 'planner'], verifiedChain)).toBe(known);
  }
});

test('T13 a caller has another class if its name is not proven', () => {
  const proven = classify('worker', ['root', 'planner'], 3);
  expect(classify('worker', ['root', 'planner'], Number.POSITIVE_INFINITY)).not.toBe(proven);
  expect(classify('worker', ['root', 'planner'], 2)).not.toBe(proven);
  expect(classify('intern', ['root', 'planner'], 1)).not.toBe(classify('intern', ['root', 'planner'], 3));
  // Without a name that rules have, it makes no difference.
  expect(classify('agent-2', ['root'], 1)).toBe(classify('agent-1', ['root'], 2));
});

test('T12 all unverified callers share one class', () => {
  const unproven = index.classify(undefined, 0);
  expect(classify('worker', ['root'], 0)).toBe(unproven);
  expect(classify('intern', [], 0)).toBe(unproven);
  expect(index.classify(undefined, Number.POSITIVE_INFINITY)).not.toBe(unproven);
});
