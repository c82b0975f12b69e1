import { join } from 'node:path';
import { makeFolder } from '@agent-safe/testkit/folders';
import { expect, test } from 'vitest';
import { loadPlan } from './plan.ts';
import { readPolicyTests } from './policy-tests.ts';

const STEP = 'action: restart\n    target: dev/app\n    params: { namespace: dev }\n';

test('a plan is a list of steps, bare or under "steps"', () => {
  const folder = makeFolder({
    'bare.yaml': `  - ${STEP}`,
    'named.yaml': `steps:\n  - ${STEP}`,
    'plan.json': '[{"action":"restart","target":"dev/app","params":{"namespace":"dev"}}]',
  });
  const expected = [{ action: 'restart', target: 'dev/app', params: { namespace: 'dev' } }];
  for (const name of ['bare.yaml', 'named.yaml', 'plan.json']) expect(loadPlan(join(folder, name))).toEqual(expected);
});

test.each([
  ['a misspelled key', '- actoin: restart\n', /plan\.yaml:1:3: .*Did you mean "action"\?/],
  ['a step that is not a mapping', '- restart\n', /plan\.yaml:1:3/],
  ['neither list nor steps', 'restart\n', /must be a mapping/],
  [
    'a timestamp, which only simulations may set',
    '- action: restart\n  timestamp: 2026-01-01T00:00:00Z\n',
    /"timestamp" is not known here/,
  ],
])('T05 a plan with %s is refused with its line', (_, text, message) => {
  const file = join(makeFolder({ 'plan.yaml': text }), 'plan.yaml');
  expect(() => loadPlan(file)).toThrow(message);
  expect(() => loadPlan(file)).toThrow(expect.objectContaining({ code: 'ERR_PLAN_INVALID' }));
});

test('a plan with 40,000 unknown keys is refused quickly, with a short message', () => {
  const keys = Array.from({ length: 40_000 }, (_, index) => `  k${index}: 1\n`).join('');
  const file = join(makeFolder({ 'plan.yaml': `- action: x\n${keys}` }), 'plan.yaml');
  const started = process.cpuUsage();
  expect(() => loadPlan(file)).toThrow(/39980 other keys are unknown too/);
  expect(process.cpuUsage(started).user / 1_000).toBeLessThan(5_000);
});

test('a plan with 30,000 errors is refused with a short message', () => {
  const file = join(makeFolder({ 'plan.yaml': '- a\n'.repeat(30_000) }), 'plan.yaml');
  expect(() => loadPlan(file)).toThrow(/The file has 29800 more errors/);
});

test('a missing plan is an error', () => {
  expect(() => loadPlan(join(makeFolder(), 'plan.yaml'))).toThrow(/The file or folder does not exist/);
});

test('policy tests are read from a file or a folder, with their positions', () => {
  const one = 'tests:\n  - name: a\n    action: x\n    expect: allow\n';
  const folder = makeFolder({ 'a.yaml': one, 'b.yml': one });
  const { cases, diagnostics } = readPolicyTests(folder);
  expect(diagnostics).toEqual([]);
  expect(cases.map((located) => located.place().line)).toEqual([2, 2]);
  expect(readPolicyTests(join(folder, 'a.yaml')).cases).toHaveLength(1);
});

test.each([
  ['2026-01-05T10:00:00Z', '2026-01-05T10:00:00Z'],
  ['2026-01-05 10:00:00+00:00', '2026-01-05T10:00:00+00:00'],
  ['"2026-01-05t10:00:00.123456z"', '2026-01-05T10:00:00.123456Z'],
])('the time %s is RFC 3339', (written, read) => {
  const folder = makeFolder({
    'a.yaml': `tests:\n  - { name: a, action: x, expect: allow, timestamp: ${written} }\n`,
  });
  const { cases, diagnostics } = readPolicyTests(folder);
  expect(diagnostics).toEqual([]);
  expect(cases[0]?.document.timestamp).toBe(read);
});

test.each([
  ['an unknown result', 'expect: alow', 'value_unknown'],
  ['an unknown field', 'expect: { resutl: allow }', 'key_unknown'],
  ['nothing expected', 'expect: {}', 'value_invalid'],
  ['a time without an offset', 'expect: allow\n    timestamp: "2026-01-01T00:00:00"', 'value_invalid'],
  ['an impossible time', 'expect: allow\n    timestamp: "2026-13-01T00:00:00Z"', 'value_invalid'],
  ['a caller without id', 'expect: allow\n    caller: { roles: [a] }', 'key_missing'],
])('a policy test with %s is refused', (_, text, code) => {
  const folder = makeFolder({ 'a.yaml': `tests:\n  - name: a\n    action: x\n    ${text}\n` });
  expect(readPolicyTests(folder).diagnostics[0]).toMatchObject({
    severity: 'error',
    code,
    file: expect.stringContaining('a.yaml') as string,
  });
});
