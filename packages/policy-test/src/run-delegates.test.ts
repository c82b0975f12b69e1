import { expect, test } from 'vitest';
import { locate, restart, rule, target, testCase } from '../test/documents.ts';
import { runPolicyTests } from './run.ts';

test('T35 a delegator holds the roles and groups of its link, or else those of the next agent', () => {
  const policies = {
    actions: [restart],
    rules: [
      rule('interns', 'deny', { callers: { roles: ['intern'] } }, 1),
      rule('deployers', 'allow', { callers: { roles: ['deployer'] } }),
    ],
    targets: [target('dev/vm', 'dev')],
    digest: '',
  };
  const own = { agent_id: 'worker', roles: ['deployer'], groups: [] };
  const root = { agent_id: 'root', roles: ['deployer', 'intern'], groups: [] };
  const cases = [
    testCase({ name: 'as an id', caller: { ...own, delegation_chain: ['root'] }, expect: 'allow' }),
    testCase({ name: 'without roles', caller: { ...own, delegation_chain: [{ agent_id: 'root' }] }, expect: 'allow' }),
    testCase({ name: 'with a role', caller: { ...own, delegation_chain: [root] }, expect: 'deny' }),
    testCase({ name: 'further up', caller: { ...own, delegation_chain: [root, 'planner'] }, expect: 'deny' }),
  ];
  const results = runPolicyTests(policies, locate(cases), { now: 0, strict: true, verifiesCallers: true });
  expect(results.map(({ name, passed }) => [name, passed])).toEqual(cases.map(({ name }) => [name, true]));
  // Without keys, the caller counts as written.
  const asWritten = runPolicyTests(policies, locate(cases), { now: 0, strict: true });
  expect(asWritten.map(({ passed }) => passed)).toEqual([true, true, false, false]);
});
