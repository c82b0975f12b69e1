import { makeFolder } from '@agent-safe/testkit/folders';
import { expect, test } from 'vitest';
import { readProject, tryConfig } from '../src/index.ts';
import { parseYaml } from '../src/yaml/yaml-document.ts';

const target = (binding: string) =>
  `targets:\n  - id: a\n    type: vm\n    environment: dev\n    sensitivity: public\n    bindings: { account: ${binding} }\n`;

function found(number: string) {
  const { diagnostics, targets } = readProject({ inventory: `${makeFolder({ 'i.yaml': target(number) })}/i.yaml` });
  return { diagnostics, value: targets?.[0]?.document.bindings.account };
}

test.each([
  ['012345678901', 'The number starts with a zero, so some parsers read it as octal.'],
  ['017', 'The number starts with a zero, so some parsers read it as octal.'],
  ['-017', 'The number starts with a zero, so some parsers read it as octal.'],
  ['00', 'The number starts with a zero, so some parsers read it as octal.'],
  ['01.5', 'The number starts with a zero, so some parsers read it as octal.'],
  ['0o17', 'The number is octal, but some parsers read it as text.'],
  ['1e3', 'The number has an exponent, so some parsers read it as text.'],
  ['123456789e3', 'The number has an exponent, so some parsers read it as text.'],
  ['12E10', 'The number has an exponent, so some parsers read it as text.'],
  ['1.5e3', 'The number has an exponent, so some parsers read it as text.'],
  ['12345678901234567890', 'The integer is beyond 2^53 - 1, so it is not exact.'],
  ['0x20000000000001', 'The integer is beyond 2^53 - 1, so it is not exact.'],
  ['0.12345678901234567', 'The number has more digits than a number can hold, so it is not exact.'],
  ['1.0000000000000000001', 'The number has more digits than a number can hold, so it is not exact.'],
])('T39 the advice for %s has the number as written', (number, message) => {
  const { diagnostics } = found(number);
  expect(diagnostics).toEqual([
    expect.objectContaining({
      severity: 'error',
      code: 'value_inexact',
      message,
      fix: `Put it in quotes, as written: "${number}".`,
      line: 6,
    }),
  ]);
});

test.each([
  ['123456789012', 123_456_789_012],
  ['0', 0],
  ['0.1', 0.1],
  ['1.50', 1.5],
  ['0x1F', 31],
  ['0xE1', 225],
  ['1e-7', 1e-7],
  ['1.5e+3', 1_500],
  ['0.10000000000000000', 0.1],
  ['1_000', '1_000'],
  ['12:30:45', '12:30:45'],
  ['2026-01-01', '2026-01-01'],
  ['no', 'no'],
  ['on', 'on'],
  ['"012345678901"', '012345678901'],
])('%s is read as %j', (number, value) => {
  expect(found(number)).toEqual({ diagnostics: [], value });
});

test('T39 no advice for an account names another account', () => {
  for (const account of ['012345678901', '0123456789012', '0o12345670123', '123456789e3', '1234567890123456789']) {
    const file = `${makeFolder({
      'agent-safe.yaml': `runner:\n  accounts:\n    a: { account_id: ${account}, region: eu-west-1 }\n`,
    })}/agent-safe.yaml`;
    const { diagnostics } = tryConfig(file);
    expect(diagnostics.length).toBeGreaterThan(0);
    for (const { fix = '', message } of diagnostics) {
      const named = `${fix} ${message}`.match(/\d{4,}/g) ?? [];
      for (const digits of named) expect([...(account.match(/\d{4,}/g) ?? []), '9007199254740991']).toContain(digits);
    }
  }
});

test('T39 the advice for an amount in quotes does not name an octal number', () => {
  const action = (most: string) =>
    `name: a\nversion: 1.0.0\ndescription: x\nrisk_class: low\ntarget_types: [vm]\nparameters:\n  - { name: p, type: integer, constraints: { max_value: ${most} } }\n`;
  const fixes = (most: string) =>
    readProject({ registry: makeFolder({ 'a.yaml': action(most) }) }).diagnostics.map(({ fix }) => fix);
  expect(fixes('"12"')).toEqual(['Remove the quotes.']);
  expect(fixes('"012"')).toEqual(['Write the amount without leading zeros.']);
  expect(fixes('"12345678901234567890"')).toEqual([undefined]);
});

test('law: every number that is read has the digits that were written', () => {
  for (let digits = 1; digits <= 20; digits++) {
    for (const form of ['1234567890123456789', '9999999999999999999', '5000000000000000001']) {
      const text = `${form.slice(0, digits)}.${form.slice(0, 3)}`;
      const { diagnostics, value } = parseYaml(Buffer.from(`a: ${text}\n`), 'f');
      if (diagnostics.length > 0) continue;
      expect((value as { a: number }).a.toFixed(3), text).toBe(text);
    }
  }
});
