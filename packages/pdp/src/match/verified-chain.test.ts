import type { Caller, DelegationGrant } from '@agent-safe/core';
import { describe, expect, test } from 'vitest';
import { VerifiedChain } from './verified-chain.ts';

const grants: readonly DelegationGrant[] = [
  { parent: 'root', children: ['worker-*', 'planner'] },
  { parent: 'planner', children: ['worker-?'] },
  { parent: 'root', children: ['auditor'] },
  { parent: 'worker-1', children: ['*'] },
];

function callerOf(names: readonly string[], verified = true): Caller {
  const delegation_chain = names.slice(0, -1);
  return { agent_id: names.at(-1) ?? '', verified, roles: [], groups: [], delegation_chain };
}

describe('T13 names are proven from the root up to the first missing grant', () => {
  const names = new VerifiedChain({ verifiesCallers: true, delegation: { max_depth: 5, grants } });

  test.each<[string, readonly string[], number]>([
    ['a caller without a delegator', ['anyone'], 1],
    ['a granted name', ['root', 'worker-7'], 2],
    ['a name from another grant of the same parent', ['root', 'auditor'], 2],
    ['an ungranted name', ['root', 'admin'], 1],
    ['a name that only another agent may give', ['worker-7', 'planner'], 1],
    ['its own name again', ['root', 'root'], 1],
    ['a whole chain', ['root', 'planner', 'worker-1', 'anything'], 4],
    ['an ungranted name in the middle', ['root', 'admin', 'worker-7'], 1],
    ['no name after an ungranted one', ['root', 'admin', 'planner', 'worker-1'], 1],
    ['a trusted name after an agent without grants', ['stranger', 'root', 'worker-1'], 1],
    ['a glob that does not match', ['root', 'planner', 'worker-10'], 2],
  ])('%s', (_, chain, count) => {
    expect(names.count(callerOf(chain))).toBe(count);
  });

  test('T12 a bare or missing name is not proven', () => {
    expect(names.count(undefined)).toBe(0);
    expect(names.count(callerOf(['root'], false))).toBe(0);
    expect(names.count(callerOf(['root', 'worker-1'], false))).toBe(0);
  });

  test('without grants only the root is proven', () => {
    expect(new VerifiedChain({ verifiesCallers: true }).count(callerOf(['root', 'worker-1']))).toBe(1);
  });
});

test('without keys all names are accepted as written', () => {
  const names = new VerifiedChain({ delegation: { max_depth: 1, grants: [] } });
  expect(names.maxDepth).toBe(Number.POSITIVE_INFINITY);
  for (const caller of [undefined, callerOf(['root'], false), callerOf(['a', 'b'])]) {
    expect(names.count(caller)).toBe(Number.POSITIVE_INFINITY);
  }
});

describe('chains in which all names are proven', () => {
  const names = new VerifiedChain({ verifiesCallers: true, delegation: { max_depth: 5, grants } });
  const gaveUp = () => {
    throw new Error('The search must not give up.');
  };

  test.each<[string, number, readonly string[], readonly (readonly string[])[]]>([
    ['worker-2', 1, [], [['root'], ['planner'], ['worker-1']]],
    ['worker-2', 1, ['planner'], [['planner']]],
    ['worker-2', 2, ['root', 'planner'], [['root', 'planner']]],
    ['worker-2', 1, ['stranger'], []],
    ['auditor', 0, [], [[]]],
    ['auditor', 0, ['root'], []],
  ])('to %s, of length %i, through %j', (agent, length, through, expected) => {
    const found = [...names.chainsTo(agent, length, through, gaveUp)];
    expect(found).toEqual(expected);
    for (const chain of found) expect(names.count(callerOf([...chain, agent]))).toBe(chain.length + 1);
  });

  test('a search that is too long reports that it gave up', () => {
    const many = Array.from({ length: 30 }, (_, place) => ({ parent: `agent-${place}`, children: ['*'] }));
    const wide = new VerifiedChain({ verifiesCallers: true, delegation: { max_depth: 9, grants: many } });
    let told = 0;
    for (const chain of wide.chainsTo('worker', 9, ['nobody-else'], () => told++)) expect(chain).toEqual([]);
    expect(told).toBeGreaterThan(0);
  });
});
