import { expect, test } from 'vitest';
import { limitKey, limitKeys, limitsOfKey } from './limit-key.ts';
import { completeRateLimit } from './rate-limit.ts';

function caller(agent_id: string, verified: boolean, delegation_chain: readonly string[] = []) {
  return { agent_id, verified, delegation_chain };
}

test.each([
  { name: 'a verified caller', who: caller('a', true), verifies: true, key: 'agent:a' },
  { name: 'its child', who: caller('child', true, ['a']), verifies: true, key: 'agent:a' },
  { name: 'a grandchild', who: caller('grandchild', true, ['a', 'child']), verifies: true, key: 'agent:a' },
  { name: 'a name, with keys', who: caller('a', false), verifies: true, key: 'unverified:' },
  { name: 'no caller, with keys', who: undefined, verifies: true, key: 'unverified:' },
  { name: 'a name, without keys', who: caller('a', false), verifies: false, key: 'name:a' },
  { name: 'no caller, without keys', who: undefined, verifies: false, key: 'nobody:' },
])('T14 $name counts against $key', ({ key, verifies, who }) => {
  expect(limitKey(who, verifies)).toBe(key);
});

test('T14 no name imitates another kind of key', () => {
  const names = ['a', 'agent:a', 'name:a', 'unverified:', 'nobody:', 'unverified', ''];
  const keys = names.flatMap((name) => [limitKey(caller(name, true), true), limitKey(caller(name, false), false)]);
  keys.push(limitKey(undefined, true), limitKey(undefined, false));
  expect(new Set(keys).size).toBe(keys.length);
});

test('T14 made-up names share one budget if there are keys', () => {
  const keys = Array.from({ length: 100 }, (_, index) => limitKey(caller(`made-up-${index}`, false), true));
  expect(new Set(keys)).toEqual(new Set(['unverified:']));
});

test('T44 the keys of a delegate name its place in the chain', () => {
  const caller = { agent_id: 'c', verified: true, delegation_chain: ['a', 'b'] };
  expect(limitKeys(caller, true)).toEqual({
    budget: 'agent:a',
    own: 'agent:a>b>c',
    delegators: ['agent:a', 'agent:a>b'],
    shared: ['below:a', 'below:a>b', 'below:a>b>c'],
    counting: ['below:a', 'below:a>b'],
  });
  const name = { agent_id: 'a', verified: false, delegation_chain: [] };
  const shared = ['unverified:'];
  expect(limitKeys(name, true)).toEqual({
    budget: 'unverified:',
    own: 'name:a',
    delegators: [],
    shared,
    counting: shared,
  });
  expect(limitKeys(name, false)).toEqual({ budget: 'name:a', own: 'name:a', delegators: [], shared: [], counting: [] });
});

test('T44 a key with a circuit breaker alone limits no requests, and a shared one has ten times the threshold', () => {
  const limits = completeRateLimit({ max_requests: 5, circuit_breaker_threshold: 3 });
  const of = (key: string, verifiesCallers = true) => {
    const { circuit, circuit_breaker_threshold, max_requests } = limitsOfKey(key, limits, verifiesCallers);
    return [max_requests === 5, circuit_breaker_threshold, circuit];
  };
  expect(of('agent:a')).toEqual([true, 3, undefined]);
  expect(of('agent:a>b')).toEqual([false, 3, undefined]);
  expect(of('below:a')).toEqual([false, 30, 'shared']);
  expect(of('unverified:')).toEqual([true, 30, 'shared']);
  expect(of('name:a')).toEqual([false, 3, undefined]);
  expect(of('name:a', false)).toEqual([true, 3, undefined]);
});
