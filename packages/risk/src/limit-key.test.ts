import { expect, test } from 'vitest';
import { limitKey } from './limit-key.ts';

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
