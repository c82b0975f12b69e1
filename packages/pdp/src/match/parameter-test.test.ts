import type { JsonValue, ParameterTest } from '@agent-safe/core';
import { describe, expect, test } from 'vitest';
import { FAILS, HOLDS, UNKNOWN } from './certainty.ts';
import { compileTest } from './parameter-test.ts';

const WORDS = { yes: HOLDS, no: FAILS, unknown: UNKNOWN } as const;

describe('T56 the test of a parameter', () => {
  test.each<[ParameterTest, JsonValue | undefined, keyof typeof WORDS]>([
    [{ max_value: 5 }, 5, 'yes'],
    [{ max_value: 5 }, 6, 'no'],
    [{ max_value: 5 }, 5.000001, 'no'],
    [{ max_value: 5 }, '5', 'unknown'],
    [{ max_value: 5 }, undefined, 'unknown'],
    [{ max_value: 5 }, null, 'unknown'],
    [{ max_value: 5 }, [1], 'unknown'],
    [{ min_value: 1, max_value: 5 }, 3, 'yes'],
    [{ min_value: 1, max_value: 5 }, 0, 'no'],
    [{ min_length: 2 }, 'a', 'no'],
    [{ min_length: 2 }, '😀', 'no'],
    [{ max_length: 1 }, ['a', 'b'], 'no'],
    [{ max_length: 1 }, 7, 'unknown'],
    [{ pattern: '[a-z]+' }, 'abc', 'yes'],
    [{ pattern: '[a-z]+' }, 'abc1', 'no'],
    [{ pattern: '[a-z]+' }, 'abc\nrm', 'no'],
    [{ pattern: '[a-z]+' }, 5, 'unknown'],
    [{ enum: ['ls', 'cat'] }, 'ls', 'yes'],
    [{ enum: ['ls', 'cat'] }, 'LS', 'no'],
    [{ enum: ['ls', 'cat'] }, 7, 'unknown'],
    [{ enum: [22] }, 22, 'yes'],
    [{ enum: ['22'] }, 22, 'yes'],
    [{ enum: [22] }, '22', 'unknown'],
    [{ enum: [22, 'ssh'] }, '22', 'unknown'],
    [{ enum: [22] }, 23, 'no'],
    [{ enum: [22] }, ['22'], 'unknown'],
    [{ enum: [22, 'auto'] }, 7, 'no'],
    [{ enum: [true] }, true, 'yes'],
    [{ enum: ['true'] }, false, 'no'],
    [{ enum: ['ls'] }, '***', 'unknown'],
    [{ glob: ['registry.local/**'] }, 'registry.local/team/app:1', 'yes'],
    [{ glob: ['registry.local/*'] }, 'registry.local/team/app', 'no'],
    [{ glob: ['registry.local/**'] }, 'evil.io/registry.local/app', 'no'],
    [{ glob: ['registry.local/**'] }, 'registry.local.evil.io/app', 'no'],
    [{ glob: ['/srv/**'] }, '/srv/../etc/passwd', 'unknown'],
    [{ glob: ['/srv/**'] }, '/srv/%2e%2E/etc/passwd', 'unknown'],
    [{ glob: ['/srv/**'] }, '/srv/a..b/c', 'yes'],
    [{ glob: ['../x'] }, '../x', 'yes'],
    [{ glob: ['*@example.com'] }, 'me@example.com', 'yes'],
    [{ glob: ['*@example.com'] }, 'me@evil.io,you@example.com', 'no'],
    [{ glob: ['**'] }, 5, 'unknown'],
    [{ glob: ['**'] }, 'hmac-sha256:abc', 'unknown'],
    [{ contains: ['--force'] }, ['a', '--force'], 'yes'],
    [{ contains: ['--force'] }, ['a'], 'no'],
    [{ contains: ['--force'] }, [], 'no'],
    [{ contains: ['--force'] }, 'run --force', 'yes'],
    [{ contains: ['--force'] }, 7, 'unknown'],
    [{ contains: [22] }, ['22'], 'unknown'],
    [{ contains: [22] }, '22', 'unknown'],
    [{ items: { enum: ['ls', 'cat'] } }, ['ls', 'cat'], 'yes'],
    [{ items: { enum: ['ls', 'cat'] } }, ['ls', 'rm'], 'no'],
    [{ items: { enum: ['ls', 'cat'] } }, ['ls', 7], 'unknown'],
    [{ items: { enum: ['ls', 'cat'] } }, [], 'yes'],
    [{ items: { enum: ['ls'] } }, 'ls', 'unknown'],
    [{ not: { items: { enum: ['ls'] } } }, ['ls', 'rm'], 'yes'],
    [{ present: true }, 0, 'yes'],
    [{ present: true }, undefined, 'no'],
    [{ present: false }, undefined, 'yes'],
    [{ not: { max_value: 5 } }, 6, 'yes'],
    [{ not: { max_value: 5 } }, 5, 'no'],
    [{ not: { max_value: 5 } }, '6', 'unknown'],
    [{ not: { max_value: 5 } }, undefined, 'unknown'],
    [{ masked: ['hmac-sha256:a'] }, 'hmac-sha256:a', 'unknown'],
    [{ enum: [] }, 'a', 'no'],
  ])('%j of %j: %s', (words, value, expected) => {
    expect(compileTest(words)(value)).toBe(WORDS[expected]);
  });

  test('a hostile text takes linear time', () => {
    const started = performance.now();
    const matches = compileTest({ glob: [`${'a*'.repeat(50)}b`, '**/**/**/**x'], pattern: '(a|a)*b' });
    expect(matches('a/'.repeat(50_000))).toBe(FAILS);
    expect(performance.now() - started).toBeLessThan(2_000);
  });
});
