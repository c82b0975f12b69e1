import type { CredentialRules, CredentialScope, JsonObject, JsonValue, TargetScope } from '@agent-safe/core';
import { checkLaw, sampleAction } from '@agent-safe/testkit';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { resourceNameRules } from '../executor-kit/resource-name-rules.ts';
import { renderGrant } from './render-grant.ts';

function resolve(
  fields: JsonObject,
  params: JsonObject = {},
  options: {
    readonly type?: string;
    readonly scope?: TargetScope | null;
    readonly timeout?: number;
    readonly sensitive?: boolean;
    readonly rules?: CredentialRules;
  } = {},
) {
  const credentials: CredentialScope = { type: options.type ?? 'aws', fields, ttl: 300 };
  const parameters = Object.keys(params).map((name) => ({
    name,
    type: 'string' as const,
    required: false,
    description: '',
    locates: false,
    sensitive: options.sensitive === true,
  }));
  const action = sampleAction({ credentials, parameters });
  const scope = options.scope === undefined ? { account: '123456789012', region: 'eu-west-1' } : options.scope;
  const rules = options.rules ?? resourceNameRules(5);
  return renderGrant({ action, params, scope, timeout: options.timeout ?? 600, rules });
}

const ARN = 'arn:aws:ec2:{{ params.region }}:{{ target.scope.account }}:instance/{{ params.id }}';

test('templates are filled with validated values, and the lease lives no longer than the run', () => {
  expect(resolve({ resources: [ARN] }, { region: 'eu-west-1', id: 'i-1' }, { timeout: 29.5 })).toEqual({
    ok: true,
    grant: {
      type: 'aws',
      fields: { resources: ['arn:aws:ec2:eu-west-1:123456789012:instance/i-1'] },
      scope: { account: '123456789012', region: 'eu-west-1' },
      ttl: 30,
    },
  });
});

test('an action without credentials needs none', () => {
  const source = { action: sampleAction(), params: {}, scope: null, timeout: 1 };
  expect(renderGrant(source)).toEqual({ ok: true, grant: null });
});

describe('T31 refused', () => {
  test.each<[string, JsonValue, JsonObject?]>([
    ['a wildcard in the definition', 'arn:aws:s3:::*'],
    ['a wildcard for one character', 'arn:aws:s3:::bucket-?'],
    ['a variable of AWS', 'arn:aws:s3:::bucket-$aws'],
    ['a wildcard in a value', '{{ params.a }}', { a: '*' }],
    ['a wildcard within a value', '{{ params.a }}', { a: 'dev-*' }],
    ['a parameter that the action lacks', '{{ params.b }}', { a: 'x' }],
    ['a scope field that the ticket lacks', '{{ target.scope.cluster }}'],
    ['another part of the target', '{{ target.id }}'],
    ['a template for an environment variable', '{{ process.env.HOME }}'],
    ['a prototype', '{{ params.constructor }}', { a: 'x' }],
    ['a template that is not closed', '{{ params.a', { a: 'x' }],
    ['a template that is not opened', 'params.a }}', { a: 'x' }],
    ['one brace', '{ params.a }', { a: 'x' }],
    ['a template in a template', '{{ {{ params.a }} }}', { a: 'x' }],
    ['a template in a value', '{{ params.a }}', { a: '{{ params.a }}' }],
    ['an empty value, which often means all', '{{ params.a }}', { a: '' }],
    ['a list in a value', '{{ params.a }}', { a: ['x'] }],
    ['a line end in a value', '{{ params.a }}', { a: 'x\ny' }],
    ['a character without a width', '{{ params.a }}', { a: 'x\u200by' }],
    ['a space around a value', '{{ params.a }}', { a: ' x' }],
    ['another account through the region', ARN, { region: 'eu-west-1:999999999999:instance/i-2', id: 'i-1' }],
    ['another path through the cluster', 'arn:aws:ecs:r:1:service/{{ params.a }}/{{ params.b }}', { a: 'x/y', b: 'z' }],
    ['another object through the bucket', 'arn:aws:s3:::{{ params.a }}/{{ params.b }}', { a: 'x/y', b: 'z' }],
    ['two names through one', 'prefix-{{ params.a }}', { a: 'x,y' }],
  ])('%s', (_, field, params = {}) => {
    expect(resolve({ resources: [field] }, params)).toMatchObject({ ok: false });
  });

  test.each(['*', '{{ params.a }}'])('the field name %s', (name) => {
    expect(resolve({ [name]: 'x' }, { a: 'x' })).toMatchObject({ ok: false });
  });

  test('a value that the rules of the executor refuse', () => {
    const checkValue: CredentialRules['checkValue'] = (value) =>
      value === 'good' ? { ok: true } : { ok: false, code: 'value_invalid', reason: 'it is not good' };
    const fields = { namespaces: ['{{ params.a }}'] };
    expect(resolve(fields, { a: 'good' }, { rules: { checkValue } })).toMatchObject({ ok: true });
    expect(resolve(fields, { a: 'bad' }, { rules: { checkValue } })).toMatchObject({
      ok: false,
      reason: expect.stringContaining('it is not good'),
    });
    // Rules that return undefined allow no value.
    const silent = { checkValue: () => undefined } as unknown as CredentialRules;
    expect(resolve(fields, { a: 'good' }, { rules: silent })).toMatchObject({ ok: false });
  });

  test('a separator in a part of a text, if no executor has rules for the type', () => {
    const source = { scope: null, timeout: 1, params: { a: 'b/c' } };
    const part = {
      name: 'a',
      type: 'string',
      required: true,
      description: '',
      locates: false,
      sensitive: false,
    } as const;
    const credentials = { type: 'other', fields: { path: 'arn:a:b:c:d:{{ params.a }}' }, ttl: 1 };
    expect(renderGrant({ ...source, action: sampleAction({ credentials, parameters: [part] }) })).toMatchObject({
      ok: false,
    });
  });

  test('T21 a sensitive value, which would be recorded', () => {
    const result = resolve({ resources: ['{{ params.a }}'] }, { a: 'hunter2hunter2' }, { sensitive: true });
    expect(result).toMatchObject({ ok: false });
    expect(JSON.stringify(result)).not.toContain('hunter2');
  });
});

describe('T31 a list of rules', () => {
  const rule = { verbs: ['get'], resources: ['pods'], api_groups: [''], namespaces: ['{{ params.a }}'] };

  test('is filled in like the other fields', () => {
    expect(resolve({ rules: [rule, { ...rule, verbs: ['list'] }] }, { a: 'dev' })).toMatchObject({
      grant: { fields: { rules: [{ namespaces: ['dev'] }, { verbs: ['list'], namespaces: ['dev'] }] } },
    });
  });

  test.each<[string, JsonObject, JsonObject?]>([
    ['a wildcard verb', { ...rule, verbs: ['*'] }],
    ['a wildcard resource', { ...rule, resources: ['pods/*'] }],
    ['a wildcard in a value', rule, { a: 'dev-*' }],
    ['an empty value, which would mean every namespace', rule, { a: '' }],
    ['a template that names no parameter', { ...rule, resource_names: ['{{ params.b }}'] }],
    ['two names in one value', { ...rule, resource_names: ['x-{{ params.a }}'] }, { a: 'y,z' }],
    ['a list in a value', rule, { a: ['dev'] }],
  ])('refuses %s, in any rule', (_, bad, params = { a: 'dev' }) => {
    expect(resolve({ rules: [{ ...rule, namespaces: ['default'] }, bad] }, params)).toMatchObject({ ok: false });
  });

  test('law: a grant has the rules of the definition, and each value is one name', () => {
    const value = fc.oneof(fc.string(), fc.stringMatching(/^[a-z0-9*,/${}-]{0,12}$/));
    const law = fc.property(value, value, (namespace, name) => {
      const declared = { ...rule, resource_names: ['{{ params.b }}'] };
      const result = resolve({ rules: [declared, rule] }, { a: namespace, b: name });
      if (!result.ok) return;
      expect(JSON.stringify(result.grant?.fields)).not.toMatch(/[*?$]|{{/);
      expect(result.grant?.fields.rules).toEqual([
        { ...rule, namespaces: [namespace], resource_names: [name] },
        { ...rule, namespaces: [namespace] },
      ]);
    });
    checkLaw('T31 rules', law, { runs: 20_000 });
  });
});

test('T31 the key of an object may contain slashes, colons and spaces, because it is the last part of the name', () => {
  const key = 'logs/2026-03-02 12:00/a.txt';
  expect(resolve({ resources: ['arn:aws:s3:::{{ params.a }}/{{ params.b }}'] }, { a: 'bucket', b: key })).toMatchObject(
    {
      grant: { fields: { resources: [`arn:aws:s3:::bucket/${key}`] } },
    },
  );
});

test('T31 law: a grant has no wildcard, no template, and as many parts as the definition', () => {
  const value = fc.oneof(fc.string(), fc.stringMatching(/^[a-z0-9:/*?${}.-]{0,12}$/));
  const law = fc.property(value, value, (region, id) => {
    const result = resolve({ resources: [ARN] }, { region, id });
    if (!result.ok) return;
    const [arn = ''] = (result.grant?.fields.resources ?? []) as string[];
    expect(arn).not.toMatch(/[*?${}]/);
    expect(arn.split(':').slice(0, 5)).toEqual(['arn', 'aws', 'ec2', region, '123456789012']);
    expect(arn.split(':').slice(5).join(':')).toBe(`instance/${id}`);
  });
  checkLaw('T31 grants', law, { runs: 20_000 });
});
