import type { Action, ParameterTest, PolicyRule } from '@agent-safe/core';
import { sampleAction, sampleParameter } from '@agent-safe/testkit';
import { expect, test } from 'vitest';
import type { Located } from '../yaml/located.ts';
import { checkSecretConditions } from './check-secret-conditions.ts';

const password = sampleParameter('password', 'string', { required: true, sensitive: true });
const actions = [
  sampleAction({ name: 'set-password', tags: ['secrets'], parameters: [password] }),
  sampleAction({ name: 'show', parameters: [{ ...password, sensitive: false }] }),
];

function locate<Document>(document: Document): Located<Document> {
  return { document, place: (path = []) => ({ file: path.join('.'), line: 1, column: 1 }) };
}

function check(match: PolicyRule['match']) {
  const rule: PolicyRule = { name: 'r', description: '', priority: 0, match, decision: 'deny', reason: 'x' };
  return checkSecretConditions(
    [locate(rule)],
    actions.map((action: Action) => locate(action)),
  );
}

test.each<[ParameterTest, string]>([
  [{ enum: ['a'] }, 'enum'],
  [{ pattern: 'a+' }, 'pattern'],
  [{ min_length: 8 }, 'min_length'],
  [{ present: true, glob: ['a*'] }, 'glob'],
  [{ not: { contains: ['a'] } }, 'not.contains'],
  [{ not: { not: { max_length: 3 } } }, 'not.not.max_length'],
])('T56 a rule that reads a sensitive value is refused: %j', (test, path) => {
  expect(check({ params: { password: test } })).toMatchObject([
    { severity: 'error', code: 'parameter_sensitive', file: `match.params.password.${path}`, line: 1 },
  ]);
  expect(check({ not: { params: { password: test } } })).toMatchObject([{ file: `match.not.params.password.${path}` }]);
  expect(check({ tags: ['secret*'], params: { password: test } })).toHaveLength(1);
  expect(check({ actions: ['show'], params: { password: test } })).toEqual([]);
});

test.each<ParameterTest>([
  { present: true },
  { masked: ['hmac-sha256:a'] },
  { not: { present: false, masked: ['hmac-sha256:a'] } },
])('T56 its presence and its mask may be tested: %j', (test) => {
  expect(check({ params: { password: test } })).toEqual([]);
});
