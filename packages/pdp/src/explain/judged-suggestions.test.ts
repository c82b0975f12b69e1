import type { Action, ActionParameter, Binding, JsonObject, Target } from '@agent-safe/core';
import { checkLaw, sampleAction } from '@agent-safe/testkit';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Pdp } from '../pdp.ts';
import { suggestParams } from './counterfactual/repair.ts';

const at = Date.parse('2026-01-05T20:10:00Z');

function parameter(changes: Partial<ActionParameter>): ActionParameter {
  const rest = { required: true, description: '', locates: true, sensitive: false } as const;
  return { name: 'name', type: 'string', ...rest, ...changes };
}

function world(given: Partial<ActionParameter>, binding: Binding | undefined) {
  const action: Action = sampleAction({ name: 'scale', target_types: ['vm'], parameters: [parameter(given)] });
  const target: Target = {
    id: 'dev/vm',
    type: 'vm',
    environment: 'dev',
    sensitivity: 'internal',
    owner: '',
    labels: {},
    bindings: binding === undefined ? {} : { name: binding },
  };
  const rules = [{ name: 'all', description: '', priority: 0, match: {}, decision: 'allow', reason: 'Yes' } as const];
  return { action, target, pdp: new Pdp({ actions: [action], targets: [target], rules }) };
}

function explain(given: Partial<ActionParameter>, binding: Binding | undefined, params: JsonObject = {}) {
  const { pdp } = world(given, binding);
  const { changes, complete } = pdp.explain({ action: 'scale', target: 'dev/vm', params, at });
  return { complete, texts: changes.filter(({ result }) => result === 'allow').map(({ text }) => text) };
}

describe('T41 a suggestion that the binding or the constraints refuse is not shown', () => {
  test.each<[string, Partial<ActionParameter>, Binding, boolean]>([
    ['a binding outside the enum', { constraints: { enum: ['a', 'b'] } }, 'c', true],
    ['a binding outside the pattern', { constraints: { pattern: '^[a-z]+$' } }, 'prod-1', true],
    ['every entry of a binding outside the pattern', { constraints: { pattern: '^[a-z]+$' } }, ['a-1', 'b-1'], true],
    ['a binding of another type', { type: 'integer' }, 'one', true],
    ['a binding that is too short', { constraints: { min_length: 5 } }, 'app', true],
    ['a glob outside the enum', { constraints: { enum: ['web'] } }, 'app-*', true],
    ['a sensitive parameter', { sensitive: true, constraints: { enum: ['a'] } }, 'c', true],
    ['a glob outside the pattern', { constraints: { pattern: '^x{7}$' } }, 'app-*', false],
  ])('%s', (_, given, binding, isComplete) => {
    // The change to another target stays.
    const { complete, texts } = explain(given, binding, { name: 'wrong value' });
    expect(texts.filter((text) => !text.includes('without a target'))).toEqual([]);
    expect(complete).toBe(isComplete);
  });

  test.each<[string, Partial<ActionParameter>, Binding | undefined, string]>([
    ['a value of the binding', { constraints: { pattern: '^[a-z]+$' } }, ['a-1', 'web'], 'with name "web"'],
    [
      'a description, if an example exists',
      { constraints: { pattern: '^i-[0-9a-f]{8}$' } },
      undefined,
      'with name (string, matching ^i-[0-9a-f]{8}$)',
    ],
    ['a description of a glob', {}, 'app-*', 'with name (string, within "app-*")'],
    [
      'a description of a sensitive value',
      { sensitive: true, constraints: { min_length: 40 } },
      undefined,
      'with name (string, of length at least 40)',
    ],
  ])('%s is shown', (_, given, binding, expected) => {
    const { complete, texts } = explain(given, binding);
    expect(texts).toContain(expected);
    expect(complete).toBe(true);
  });
});

test('T41 nothing is suggested for parameters that stay too large, but an unknown large one can be removed', () => {
  const { action, target } = world({}, 'web');
  const free = parameter({ name: 'note', required: false, locates: false });
  const other = { ...target, id: 'dev/other', bindings: { name: 'db' } };
  const rules = [{ name: 'all', description: '', priority: 0, match: {}, decision: 'allow', reason: 'Yes' } as const];
  const actions = [{ ...action, parameters: [...action.parameters, free] }];
  const pdp = new Pdp({ actions, targets: [target, other], rules });
  const large = 'x'.repeat(70_000);
  const ask = (params: JsonObject) => pdp.explain({ action: 'scale', target: 'dev/vm', params, at });
  expect(ask({ name: 'db', note: large })).toMatchObject({ changes: [], complete: false });
  expect(ask({ name: 'web', nota: large })).toMatchObject({ changes: [], complete: false });
  expect(ask({ name: 'web', remark: large }).changes.map(({ text }) => text)).toContain(
    'without the parameter "remark"',
  );
});

const bindings = fc.option(
  fc.oneof(
    fc.constantFrom<Binding>('app-1', 'app-*', 'web', 7, true, 'a', '*'),
    fc.subarray(['app-1', 'a-*', 'web', '7', 'x'], { minLength: 1 }),
  ),
  { nil: undefined },
);
const parameters = fc.record({
  type: fc.constantFrom('string', 'integer', 'number', 'boolean', 'array'),
  constraints: fc.record(
    {
      pattern: fc.constantFrom('^[a-z]+$', '^app-[0-9]$', '^i-[0-9a-f]{8}$', '^$'),
      enum: fc.subarray(['app-1', 'web', '7', 7, true, 'true'], { minLength: 1 }),
      min_value: fc.integer({ min: -3, max: 9 }),
      max_value: fc.integer({ min: -3, max: 9 }),
      min_length: fc.integer({ min: 0, max: 6 }),
      max_length: fc.integer({ min: 0, max: 6 }),
    },
    { requiredKeys: [] },
  ),
  required: fc.boolean(),
});

test('T41 every suggested value is accepted when it is used', () => {
  let used = 0;
  const property = fc.property(parameters, bindings, fc.jsonValue({ maxDepth: 1 }), (given, binding, value) => {
    const { action, pdp, target } = world(given, binding);
    const accepts = (params: JsonObject) =>
      !['params_invalid', 'target_mismatch'].includes(
        pdp.decide({ action: 'scale', target: 'dev/vm', params, at }).code,
      );
    const { changes } = pdp.explain({ action: 'scale', target: 'dev/vm', params: { name: value }, at });
    for (const { edits } of changes) {
      if (edits.some(({ field }) => !field.startsWith('params.'))) continue;
      for (const { change, expected, to } of edits) {
        if (expected !== undefined) continue;
        expect(accepts(change === 'remove' ? {} : { name: to })).toBe(true);
        used++;
      }
    }
    const suggested = suggestParams(action, target);
    if (typeof suggested.name === 'string' && suggested.name.startsWith('<')) return;
    expect(accepts(suggested)).toBe(true);
  });
  checkLaw('every suggested value is accepted', property, { runs: 50_000 });
  expect(used).toBeGreaterThan(50);
});
