import type { Action, ParameterTest, PolicyMatch, PolicyRule, Target } from '@agent-safe/core';
import fc from 'fast-check';
import { actions, delegatedCaller, match, type RandomRequest, request, ruleWith, targets } from './arbitraries.ts';
import { sampleParameter } from './samples.ts';
import { optionalRecord, some, VOCABULARY } from './vocabulary.ts';

const OWNERS = ['platform', 'data', 'web'] as const;
const TAGS = ['kubernetes', 'aws', 'danger'] as const;
const MASKS = ['hmac-sha256:one', 'hmac-sha256:two'] as const;

const PARAMETERS = [
  sampleParameter('image'),
  sampleParameter('command', 'array', { items: { type: 'string' } }),
  sampleParameter('force', 'boolean', { default: false }),
  sampleParameter('ratio', 'number'),
  sampleParameter('secret', 'string', { sensitive: true }),
];

/** Generates actions with tags and with parameters of all types. Some have no target, and some lack a parameter. */
export function taggedActions(): fc.Arbitrary<Action[]> {
  const more = fc.record({
    tags: fc.subarray([...TAGS]),
    reversible: fc.boolean(),
    has: fc.subarray([...PARAMETERS], { minLength: 2 }),
    isTool: fc.integer({ min: 0, max: 5 }).map((some) => some === 0),
  });
  return fc
    .record({ plain: actions(), more: fc.array(more, { minLength: 5, maxLength: 5 }) })
    .map(({ more: changes, plain }) =>
      plain.map((action, place) => {
        const { has = [], isTool = false, ...rest } = changes[place] ?? {};
        const target_types = isTool ? [] : action.target_types;
        return { ...action, ...rest, target_types, parameters: [...action.parameters, ...has] };
      }),
    );
}

/** Generates targets with owners, paths as ids, and scopes of every kind. */
export function ownedTargets(): fc.Arbitrary<Target[]> {
  const more = fc.record({
    owner: fc.constantFrom('', ...OWNERS),
    scope: fc.constantFrom(
      undefined,
      { cluster: 'one' },
      { cluster: 'two' },
      { account: '111122223333', region: 'eu-west-1' },
      { account: '444455556666' },
    ),
  });
  return fc
    .record({ plain: targets(), more: fc.array(more, { minLength: 5, maxLength: 5 }) })
    .map(({ more: changes, plain }) =>
      plain.map(({ scope: _scope, ...target }, place) => {
        const { owner = '', scope } = changes[place] ?? {};
        return { ...target, owner, ...(scope === undefined ? {} : { scope }) };
      }),
    );
}

const texts = [
  'registry.local/app',
  'registry.local/team/app',
  'evil.io/app',
  'ls',
  'cat',
  'rm',
  '22',
  'a/../b',
  'true',
];
const word: fc.Arbitrary<ParameterTest> = fc.oneof(
  fc.integer({ min: -1, max: 10 }).map((min_value) => ({ min_value })),
  fc.integer({ min: -1, max: 10 }).map((max_value) => ({ max_value })),
  fc.integer({ min: 0, max: 3 }).map((min_length) => ({ min_length })),
  fc.integer({ min: 0, max: 3 }).map((max_length) => ({ max_length })),
  fc.constantFrom('[a-z]+', '.*app', '[0-9]{2}').map((pattern) => ({ pattern })),
  some([1, 22, '3', ...texts, true]).map((entries) => ({ enum: entries })),
  some(['registry.local/**', '*.io/*', '*', 'a/**', 'r*']).map((glob) => ({ glob })),
  some([...texts, 22]).map((contains) => ({ contains })),
  fc.boolean().map((present) => ({ present })),
  some(MASKS).map((masked) => ({ masked })),
);

/** Generates the test of one parameter. */
export function parameterTest(): fc.Arbitrary<ParameterTest> {
  const flat = fc
    .array(word, { minLength: 1, maxLength: 2 })
    .map((words) => Object.assign({}, ...words) as ParameterTest);
  const nested = fc.oneof(
    flat.map((not) => ({ not })),
    flat.map((items) => ({ items })),
    flat.map((items) => ({ not: { items } })),
  );
  return fc.oneof({ weight: 3, arbitrary: flat }, { weight: 1, arbitrary: nested });
}

const NAMES = ['namespace', 'count', 'image', 'command', 'force', 'ratio', 'secret', 'unheard-of'];

function selectors(): fc.Arbitrary<PolicyMatch> {
  const added = optionalRecord({
    tags: fc.oneof(some(TAGS), some(['k*', '[ad]*'])),
    reversible: fc.boolean(),
    params: fc.dictionary(fc.constantFrom(...NAMES), parameterTest(), { minKeys: 1, maxKeys: 2 }),
  });
  const ofTarget = optionalRecord({
    ids: some(['t0', 't1', 't2', 't*', '*', 'u*']),
    owners: some([...OWNERS, 'p*', '*']),
    owner_in_caller_groups: fc.boolean(),
    scopes: optionalRecord({
      clusters: some(['one', 't*', '*']),
      accounts: some(['111122223333', '4444*']),
      regions: some(['eu-*', 'us-east-1']),
    }).filter((scopes) => Object.keys(scopes).length > 0),
    labels: fc.dictionary(fc.constantFrom(...VOCABULARY.labels), some([...VOCABULARY.values, '*/api']), { maxKeys: 2 }),
  });
  return fc
    .record({ old: match, added, ofTarget, isTarget: fc.integer({ min: 0, max: 2 }).map((one) => one === 0) })
    .map(({ added: more, isTarget, ofTarget: conditions, old }) => ({
      ...old,
      ...more,
      ...(isTarget ? { targets: { ...old.targets, ...conditions } } : {}),
    }));
}

/** Generates rules with every condition, also within `not`. */
export function conditionRules(most = 12): fc.Arbitrary<PolicyRule[]> {
  return fc.uniqueArray(conditionRule(), { maxLength: most, size: 'max', selector: ({ name }) => name });
}

/** Generates a rule with every condition. */
export function conditionRule(): fc.Arbitrary<PolicyRule> {
  const not = fc.oneof({ weight: 2, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: selectors() });
  return ruleWith(
    fc
      .record({ own: selectors(), not })
      .map(({ not: excluded, own }) =>
        excluded === undefined || Object.keys(excluded).length === 0 ? own : { ...own, not: excluded },
      ),
  );
}

/** Generates a request with parameters of all types, of which most are valid. */
export function parameterRequest(): fc.Arbitrary<
  RandomRequest & { readonly params: { readonly [name: string]: unknown } }
> {
  const values = optionalRecord<{ [name: string]: unknown }>({
    count: fc.integer({ min: 0, max: 9 }),
    image: fc.constantFrom(...texts),
    command: fc.array(fc.constantFrom(...texts), { maxLength: 3 }),
    force: fc.boolean(),
    ratio: fc.constantFrom(0, 1.5, 3, 22),
    secret: fc.constantFrom(...texts),
  });
  return fc
    .record({
      plain: request(delegatedCaller()),
      values,
      namespace: fc.constantFrom('a', 'b', 'bb'),
      isPlain: fc.integer({ min: 0, max: 9 }),
    })
    .map(({ isPlain, namespace, plain, values: given }) =>
      isPlain === 0 ? plain : { ...plain, params: { namespace, ...given } },
    );
}
