import type { Action, Diagnostic, ParameterTest, Target } from '@agent-safe/core';
import { readRules } from '@agent-safe/schemas';
import { sampleAction, sampleParameter } from '@agent-safe/testkit';
import { describe, expect, test } from 'vitest';
import { lint } from './lint.ts';

const actions: readonly Action[] = [
  sampleAction({
    name: 'scale',
    tags: ['kubernetes'],
    parameters: [
      sampleParameter('replicas', 'integer', { constraints: { min_value: 0, max_value: 50 } }),
      sampleParameter('mode', 'string', { constraints: { enum: ['fast', 'slow'] } }),
      sampleParameter('image', 'string'),
      sampleParameter('command', 'array', { items: { type: 'string' } }),
      sampleParameter('password', 'string', { sensitive: true }),
    ],
  }),
  sampleAction({ name: 'stop', tags: ['aws'] }),
];
const targets: readonly Target[] = [
  {
    id: 'staging/app',
    type: 'vm',
    environment: 'staging',
    sensitivity: 'internal',
    owner: 'platform',
    labels: { tier: 'web' },
    bindings: {},
    scope: { cluster: 'staging' },
  },
];

function locate<Document>(document: Document) {
  const place = (path: readonly (string | number)[] = []) => ({ file: path.join('.'), line: 1, column: 1 });
  return { document, place };
}

/** Reads a rule as a file, and lints it. Returns the mistakes with path, message and fix. */
function findMistakes(match: object, decision = 'deny'): readonly string[] {
  const { diagnostics, entries } = readRules({ rules: [{ name: 'r', match, decision, reason: 'x' }] });
  const refused = diagnostics.map(({ fix = '', message, path }) => `${path.slice(2).join('.')}: ${message} ${fix}`);
  if (refused.length > 0) return refused;
  const rules = entries.map(({ entry }) => locate(entry));
  const warnings: readonly Diagnostic[] = lint(
    { actions: actions.map(locate), rules, targets: targets.map(locate) },
    false,
  );
  return warnings
    .filter(({ code }) => code !== 'allow_without_caller')
    .map(({ file = '', fix = '', message }) => `${file}: ${message} ${fix}`);
}

const scale = { actions: ['scale'] };

describe('T56 misspelled and contradictory conditions', () => {
  test.each<[object, string]>([
    [
      { param: { replicas: { max_value: 5 } } },
      'match.param: The key "param" is not known here. Did you mean "params"?',
    ],
    [{ parameters: { replicas: { max_value: 5 } } }, 'Did you mean "params"?'],
    [{ args: {} }, 'Did you mean "params"?'],
    [{ tag: ['kubernetes'] }, 'Did you mean "tags"?'],
    [{ tags: 'kubernetes' }, 'Write [kubernetes].'],
    [{ reversable: true }, 'Did you mean "reversible"?'],
    [{ reversible: 'yes' }, 'Write true.'],
    [{ except: {} }, 'Did you mean "not"?'],
    [{ unless: { actions: ['stop'] } }, 'Did you mean "not"?'],
    [{ owner: ['platform'] }, 'Write targets: {owners: […]}.'],
    [{ owners: ['platform'] }, 'Write targets: {owners: […]}.'],
    [{ scope: { clusters: ['staging'] } }, 'Write targets: {scopes: {…}}.'],
    [{ labels: { tier: 'web' } }, 'Write targets: {labels: {…}}.'],
    [{ targets: { owner: ['platform'] } }, 'Did you mean "owners"?'],
    [{ targets: { team: ['platform'] } }, 'Did you mean "owners"?'],
    [{ targets: { id: ['staging/app'] } }, 'Did you mean "ids"?'],
    [{ targets: { scope: { clusters: ['staging'] } } }, 'Did you mean "scopes"?'],
    [{ targets: { cluster: 'staging' } }, 'Write scopes: {clusters: […]}.'],
    [{ targets: { scopes: { cluster: ['staging'] } } }, 'Did you mean "clusters"?'],
    [{ targets: { scopes: { accounts: [111_122_223_333] } } }, 'Put it in quotes.'],
    [{ targets: { scopes: { accounts: ['1111'] } } }, '12 digits'],
    [{ targets: { scopes: {} } }, 'The selector "scopes" is empty'],
    [{ targets: { owner_in_caller_groups: 'true' } }, 'must be true or false'],
    [{ targets: { owner_in_group: true } }, 'Did you mean "owner_in_caller_groups"?'],
    [{ targets: { labels: { tier: [] } } }, 'must be at least 1 entry long'],
    [{ params: {} }, 'The condition "params" is empty'],
    [{ not: {} }, 'The condition "not" is empty'],
    [{ not: { not: { actions: ['stop'] } } }, 'The key "not" is not known here.'],
    [{ params: { replicas: 5 } }, 'must be a mapping'],
    [{ params: { replicas: {} } }, 'The test is empty'],
    [{ params: { replicas: { max: 5 } } }, 'Did you mean "max_value"?'],
    [{ params: { replicas: { minimum: 5 } } }, 'Did you mean "min_value"?'],
    [{ params: { replicas: { lte: 5 } } }, 'Did you mean "max_value"?'],
    [{ params: { replicas: { max_value: '5' } } }, 'Remove the quotes.'],
    [{ params: { image: { globs: ['ours/**'] } } }, 'Did you mean "glob"?'],
    [{ params: { image: { regex: 'a+' } } }, 'Did you mean "pattern"?'],
    [{ params: { image: { starts_with: 'ours' } } }, 'Did you mean "glob"?'],
    [{ params: { image: { equals: 'ours' } } }, 'Did you mean "enum"?'],
    [{ params: { image: { in: ['ours'] } } }, 'Did you mean "enum"?'],
    [{ params: { image: { not_in: ['ours'] } } }, 'Did you mean "not"?'],
    [{ params: { image: { pattern: '(a' } } }, 'The pattern'],
    [{ params: { image: { glob: [] } } }, 'must be at least 1 entry long'],
    [{ params: { image: { exists: true } } }, 'Did you mean "present"?'],
    [{ params: { command: { all: { enum: ['ls'] } } } }, 'Did you mean "items"?'],
    [{ params: { command: { includes: 'ls' } } }, 'Did you mean "contains"?'],
    [{ params: { replicas: { min_value: 6, max_value: 5 } } }, 'No value is at least 6 and at most 5.'],
    [{ params: { image: { min_length: 6, max_length: 5 } } }, 'No value is at least 6 and at most 5.'],
    [{ params: { image: { glob: 'a', max_value: 5 } } }, 'No value has the types of both'],
    [{ params: { image: { present: false, glob: 'a' } } }, 'No value is missing and passes "glob" too.'],
    [{ params: { replicas: { enum: [9], max_value: 5 } } }, 'No entry of "enum" is within'],
    [{ params: { replicas: { max_value: 5, not: { max_value: 5 } } } }, '"not" repeats its keys'],
    [{ params: { password: { masked: ['secret'] } } }, 'must be a masked value of the audit log'],
    [{ params: { password: { masked: [`hmac-sha256:${'a'.repeat(43)}`], enum: ['a'] } } }, '"enum" reads the value'],
    [
      { params: { image: { not: { not: { not: { not: { not: { not: { not: { not: { present: true } } } } } } } } } } },
      'nested deeper than 8',
    ],
    [
      { ...scale, params: { replica: { max_value: 5 } } },
      'match.params.replica: The rule "r" tests the parameter "replica", which scale lacks. The rule (deny) matches them with any parameters. Did you mean "replicas"?',
    ],
    [{ params: { replicas: { max_value: 5 } } }, 'which stop lacks.'],
    [
      { ...scale, params: { image: { max_value: 5 } } },
      'match.params.image.max_value: The rule "r" tests the parameter "image" of scale with "max_value", which does not fit the type string.',
    ],
    [
      { ...scale, params: { command: { enum: ['ls'] } } },
      'Use "min_length", "max_length", "contains", "items", or "present".',
    ],
    [{ ...scale, params: { command: { items: { max_value: 1 } } } }, 'match.params.command.items.max_value'],
    [{ ...scale, params: { image: { masked: [`hmac-sha256:${'a'.repeat(43)}`] } } }, 'which is not sensitive'],
    [{ ...scale, params: { replicas: { min_value: 51 } } }, 'no valid value passes {"min_value":51}'],
    [{ ...scale, params: { mode: { glob: 'f*t-*' } } }, 'no valid value passes {"glob":["f*t-*"]}'],
    [{ ...scale, params: { mode: { enum: ['fastest'] } } }, 'no valid value passes'],
    [{ ...scale, not: { params: { mode: { enum: ['fastest'] } } } }, 'match.not.params.mode: '],
    [{ tags: ['kubernets'] }, 'names the tag "kubernets", but no action has it. Did you mean "kubernetes"?'],
    [{ tags: [] }, 'The list tags of the rule "r" is empty'],
    [{ not: { tags: ['windows'] } }, 'match.not.tags.0: '],
    [{ not: { actions: ['scael'] } }, 'match.not.actions.0: '],
    [{ not: { callers: { agent_ids: ['a;b'] } } }, 'no caller can have such a name'],
    [{ targets: { ids: ['prod/*'] } }, 'names the id "prod/*" in targets.ids, but no target has it.'],
    [{ targets: { owners: ['platfrom'] } }, 'Did you mean "platform"?'],
    [
      { targets: { scopes: { clusters: ['prod'] } } },
      'names the cluster "prod" in targets.scopes.clusters, but no target has it. Known: staging.',
    ],
    [{ targets: { scopes: { regions: ['eu-*'] } } }, 'names the region "eu-*"'],
    [{ ...scale, not: scale }, '"not" repeats conditions of the rule'],
    [
      { targets: { types: ['vm'], ids: ['**'] }, not: { targets: { types: ['vm'] } } },
      '"not" repeats conditions of the rule',
    ],
  ])('%j', (match, expected) => {
    expect(findMistakes(match).join('\n')).toContain(expected);
  });

  test('a rule whose not excludes all its requests can never decide', () => {
    const match = { ...scale, params: { replicas: { max_value: 5 } }, not: { params: { replicas: { max_value: 9 } } } };
    expect(findMistakes(match, 'allow').join('\n')).toContain('can never decide');
  });

  test.each<[object, string]>([
    [{ ...scale, params: { replicas: { max_value: 5 }, image: { glob: 'ours/**' } } }, 'allow'],
    [{ ...scale, params: { command: { not: { items: { enum: ['ls'] } } } } }, 'deny'],
    [{ ...scale, params: { password: { present: true } } }, 'deny'],
    [{ ...scale, params: { password: { masked: [`hmac-sha256:${'a'.repeat(43)}`] } } }, 'deny'],
    [
      { tags: ['kube*'], targets: { ids: ['staging/*'], owners: ['platform'], scopes: { clusters: ['stag*'] } } },
      'allow',
    ],
    [{ targets: { owner_in_caller_groups: true } }, 'allow'],
    [{ not: { targets: { labels: { tier: ['web', 'db'] } } } }, 'deny'],
    [{ not: { callers: { roles: ['admin'] }, require_ticket: true } }, 'deny'],
  ])('valid: %j', (match, decision) => {
    const expected = findMistakes(match, decision).filter((mistake) => !mistake.includes('always denied'));
    expect(expected).toEqual([]);
  });
});

test.each<ParameterTest>([{ items: { glob: ['*@example.com'] } }, { max_length: 2 }])(
  'T56 a rule that takes the lists that an earlier rule leaves is not reported: %j',
  (own) => {
    const items = { type: 'string', constraints: { pattern: '[a-z]+@[a-z]+[.](?:com|org)' } } as const;
    const send = sampleAction({
      name: 'send',
      target_types: [],
      parameters: [sampleParameter('to', 'array', { items, required: true })],
    });
    const rules = [
      { name: 'own', priority: 2, match: { params: { to: own } }, decision: 'allow', reason: 'x' },
      { name: 'others', priority: 1, match: {}, decision: 'require_approval', reason: 'x' },
    ];
    const { entries } = readRules({ rules });
    const warnings = lint(
      { actions: [locate(send)], rules: entries.map(({ entry }) => locate(entry)), targets: [] },
      false,
    );
    expect(warnings.map(({ code }) => code)).toEqual(['allow_without_caller']);
  },
);
