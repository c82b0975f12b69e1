import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Binding } from '../model/target.ts';
import { bindingContains, bindingPatterns, compileBinding } from './binding.ts';
import { bindingCanMatch } from './bound-values.ts';
import { compileGlob } from './glob.ts';
import { compilePattern } from './pattern.ts';

const seed = Number(process.env.AGENT_SAFE_SEED ?? 20_260_101);

const pieces = fc.constantFrom('a', 'B', '1', '-', '.', '_', '/', ':', '@', '=', '+', '*', '*', '?', '[a]', '~', 'é');
const globs = fc
  .array(fc.oneof({ weight: 4, arbitrary: fc.constantFrom('a', '*', '/', ':') }, pieces), {
    minLength: 1,
    maxLength: 6,
  })
  .map((list) => list.join(''));
const values = fc
  .array(fc.oneof({ weight: 4, arbitrary: fc.constantFrom('a', 'b', '/', ':') }, pieces), { maxLength: 6 })
  .map((list) => list.join(''));

function fill(glob: string, text: string): string {
  return glob.replaceAll(/\*+/g, text);
}

describe('T38 a binding', () => {
  test('without two stars admits only what earlier versions admitted', () => {
    process.stdout.write(`random "earlier bindings": seed ${seed}\n`);
    let admitted = 0;
    const property = fc.property(globs, values, fc.boolean(), (glob, text, isFilled) => {
      fc.pre(glob.includes('*') && !glob.includes('**'));
      const value = isFilled ? fill(glob, text) : text;
      if (!compileBinding(glob)(value)) return;
      admitted++;
      expect(compileEarlier(glob)(value)).toBe(true);
    });
    fc.assert(property, { seed, numRuns: 30_000 });
    expect(admitted).toBeGreaterThan(1_000);
  });

  test('has the values that its regular expressions match', () => {
    process.stdout.write(`random "bindings as patterns": seed ${seed}\n`);
    let admitted = 0;
    const property = fc.property(globs, values, fc.boolean(), (glob, text, isFilled) => {
      fc.pre(glob.includes('*'));
      const value = isFilled ? fill(glob, text) : text;
      const admits = compileBinding(glob)(value);
      if (admits) admitted++;
      expect(bindingPatterns(glob).every((pattern) => compilePattern(pattern)(value))).toBe(admits);
    });
    fc.assert(property, { seed, numRuns: 10_000 });
    expect(admitted).toBeGreaterThan(200);
  });

  test('contains another one only if it admits all its values', () => {
    process.stdout.write(`random "contained bindings": seed ${seed}\n`);
    let contained = 0;
    const property = fc.property(globs, globs, values, fc.boolean(), (outer, inner, text, isFilled) => {
      if (!bindingContains(outer, inner)) return;
      contained++;
      const value = isFilled ? fill(inner, text) : text;
      if (compileBinding(inner)(value)) expect(compileBinding(outer)(value)).toBe(true);
    });
    fc.assert(property, { seed, numRuns: 30_000 });
    expect(contained).toBeGreaterThan(200);
  });

  test.each<[Binding, Binding, boolean]>([
    ['*', 'app-*', true],
    ['app-*', '*', false],
    ['*', '**', false],
    ['**', '*', true],
    ['*', 'a=*', false],
    ['*', 'a:b', false],
    [['app', 'api-*'], ['api-1', 'app'], true],
    [['app', 'api-*'], ['web'], false],
    [5, 5, true],
    [5, '5', false],
    ['*', 5, false],
  ])('%j contains %j: %s', (outer, inner, expected) => {
    expect(bindingContains(outer, inner)).toBe(expected);
  });
});

describe('T38 whether a value can satisfy a binding', () => {
  test.each<[string | number, Parameters<typeof bindingCanMatch>[1], boolean]>([
    ['app-*', { type: 'string' }, true],
    ['app-*', { type: 'integer' }, false],
    ['app-*', { type: 'array', items: { type: 'string' } }, false],
    ['app', { type: 'string', constraints: { enum: ['app', 'web'] } }, true],
    ['api', { type: 'string', constraints: { enum: ['app', 'web'] } }, false],
    ['a*', { type: 'string', constraints: { enum: ['app', 'web'] } }, true],
    ['x*', { type: 'string', constraints: { enum: ['app', 'web'] } }, false],
    ['app-*', { type: 'string', constraints: { pattern: 'app-[0-9]+' } }, true],
    ['app-*', { type: 'string', constraints: { pattern: 'web-[0-9]+' } }, false],
    ['app-*', { type: 'string', constraints: { pattern: '[A-Z]+' } }, false],
    ['*/*', { type: 'string', constraints: { pattern: '[a-z-]+' } }, false],
    ['**', { type: 'string', constraints: { pattern: '[a-z]+/[a-z]+' } }, true],
    ['*', { type: 'string', constraints: { pattern: '[a-z]+/[a-z]+' } }, false],
    [
      'arn:aws:ecs:*:task/*',
      { type: 'string', constraints: { pattern: 'arn:aws:ecs:[a-z0-9-]+:[0-9]{12}:task/.+' } },
      false,
    ],
    [
      'arn:aws:ecs:*:*:task/*',
      { type: 'string', constraints: { pattern: 'arn:aws:ecs:[a-z0-9-]+:[0-9]{12}:task/.+' } },
      true,
    ],
    ['app-*', { type: 'string', constraints: { max_length: 3 } }, false],
    ['app-*', { type: 'string', constraints: { max_length: 4 } }, true],
    ['app-*', { type: 'string', constraints: { min_length: 1_024 } }, true],
    ['app-*', { type: 'string', constraints: { min_length: 1_025 } }, false],
    ['app-*', { type: 'string', constraints: { pattern: 'app-a{0,3}', min_length: 8 } }, false],
    ['app-*', { type: 'string', constraints: { pattern: 'app-a{0,3}', min_length: 7 } }, true],
    ['app-*', { type: 'string', constraints: { min_length: 9, max_length: 8 } }, false],
    ['-*', { type: 'string' }, false],
    ['a..*', { type: 'string' }, false],
    ['/aws/*', { type: 'string' }, false],
    ['a[1]*', { type: 'string' }, false],
    ['a b*', { type: 'string' }, false],
    ['a b', { type: 'string' }, true],
    [5, { type: 'integer', constraints: { max_value: 4 } }, false],
    [5, { type: 'integer' }, true],
  ])('%j and %j: %s', (entry, parameter, expected) => {
    expect(bindingCanMatch(entry, parameter)).toBe(expected);
  });
});

/** The reading of bindings before globs of parts. */
function compileEarlier(entry: string): (value: string) => boolean {
  const joints = [':', '@', '=', '+'].filter((joint) => entry.includes(joint)).join('');
  const namePart = new RegExp(`^[A-Za-z0-9][A-Za-z0-9._${joints}-]*$`);
  // Its other wildcards are taken as text, because they are text now.
  const parts = entry.split('/').map((part) => compileGlob(part.replaceAll(/[?[]/g, '[$&]')));
  return (value) => {
    const given = value.split('/');
    return (
      !value.includes('..') &&
      given.length === parts.length &&
      given.every((part, index) => namePart.test(part) && parts[index]?.(part) === true)
    );
  };
}
