import fc from 'fast-check';
import { expect, test } from 'vitest';
import { findEscalation } from './find-escalation.ts';
import { matches } from './iam-pattern.ts';

const ACCOUNT = '123456789012';
const HOLDER = { account: ACCOUNT, partition: 'aws', own: [`arn:aws:iam::${ACCOUNT}:role/holder`] };

test('LAW a pattern matches what the regular expression of the same meaning matches', () => {
  const sign = fc.constantFrom('a', 'b', '*', '?', ':', '.');
  const pattern = fc.array(sign, { maxLength: 8 }).map((all) => all.join(''));
  const value = fc.array(fc.constantFrom('a', 'b', ':', '.'), { maxLength: 8 }).map((all) => all.join(''));
  fc.assert(
    fc.property(pattern, value, (given, text) => {
      const source = given.replaceAll('.', '\\.').replaceAll('*', '.*').replaceAll('?', '.');
      expect(matches(given, text)).toBe(new RegExp(`^${source}$`, 's').test(text));
    }),
    { numRuns: 20_000 },
  );
});

test('LAW more actions and resources never hide an escalation', () => {
  const action = fc.constantFrom(
    '*',
    'iam:*',
    'iam:Put*',
    'iam:PassRole',
    's3:*',
    'ec2:RunInstances',
    'sts:AssumeRole',
  );
  const resource = fc.constantFrom(
    '*',
    'arn:aws:iam::*:role/*',
    'arn:aws:s3:::b/*',
    `arn:aws:iam::${ACCOUNT}:role/app`,
  );
  const all = <Value>(of: fc.Arbitrary<Value>) => fc.array(of, { minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(all(action), all(resource), action, resource, (actions, resources, more, other) => {
      const narrow = findEscalation({ Effect: 'Allow', Action: actions, Resource: resources }, HOLDER);
      const wide = { Effect: 'Allow', Action: [...actions, more], Resource: [...resources, other] };
      if (narrow !== undefined) expect(findEscalation(wide, HOLDER)).toBeDefined();
    }),
    { numRuns: 5_000 },
  );
});

test.each([
  ['aws', 'arn:aws-*:iam::*:role/*', undefined],
  ['aws', 'arn:*:iam::*:role/*', 'iam:PassRole on all resources'],
  ['aws-cn', 'arn:aws-*:iam::*:role/*', 'iam:PassRole on all resources'],
  ['aws-cn', 'arn:aws-cn:iam::*:role/*', 'iam:PassRole on all resources'],
  ['aws-cn', 'arn:aws:iam::*:role/*', undefined],
])('in the partition %s, the resource %s gives %s', (partition, Resource, power) => {
  expect(findEscalation({ Effect: 'Allow', Action: 'iam:PassRole', Resource }, { ...HOLDER, partition })).toBe(power);
});

test('a pattern of many stars is matched in time', () => {
  expect(matches(`${'*a'.repeat(200)}b`, 'a'.repeat(2_000))).toBe(false);
});
