import { describe, expect, test } from 'vitest';
import { parseYaml } from './yaml-document.ts';
import { YAML_LIMITS } from './yaml-guard.ts';

function parse(text: string | Uint8Array) {
  return parseYaml(typeof text === 'string' ? Buffer.from(text) : text, 'file.yaml');
}

test('reads YAML 1.2 with the position of each part', () => {
  const document = parse('a: 1\nlist:\n  - name: x\n    deep: { key: yes }\n');
  expect(document.diagnostics).toEqual([]);
  expect(document.value).toEqual({ a: 1, list: [{ name: 'x', deep: { key: 'yes' } }] });
  expect(document.place(['list', 0, 'deep', 'key'])).toEqual({ file: 'file.yaml', line: 4, column: 18 });
  expect(document.place(['list', 0, 'deep', 'key'], true)).toEqual({ file: 'file.yaml', line: 4, column: 13 });
  expect(document.place(['list', 0])).toMatchObject({ line: 3, column: 5 });
  expect(document.place(['list', 0, 'absent'])).toMatchObject({ line: 3 });
});

test('duplicates among 20,000 keys are found quickly', () => {
  const text = Array.from({ length: 20_000 }, (_, index) => `k${index}: 1\n`).join('');
  const started = process.cpuUsage();
  expect(parse(text).diagnostics).toEqual([]);
  expect(process.cpuUsage(started).user / 1_000).toBeLessThan(3_000);
  expect(parse(`${text}k7: 2\n`).diagnostics).toEqual([
    expect.objectContaining({ code: 'key_duplicate', line: 20_001, message: 'The key "k7" is defined twice.' }),
  ]);
});

test('a written null is a value', () => {
  expect(parse('a: null\nb: ~\n')).toMatchObject({ value: { a: null, b: null }, diagnostics: [] });
});

test('aliases that do not multiply are allowed', () => {
  expect(parse('a: &x { b: 1 }\nc: *x\n').value).toEqual({ a: { b: 1 }, c: { b: 1 } });
});

test.each<[string, string | Uint8Array, string, number]>([
  ['a duplicate key', 'a: 1\nb: 2\na: 3\n', 'key_duplicate', 3],
  ['a duplicate key in a flow mapping', 'x: { a: 1, a: 2 }\n', 'key_duplicate', 1],
  ['broken YAML', 'a: 1\nb: [1, 2\n', 'yaml_syntax', 3],
  ['a tag', 'a: !!binary aGk=\n', 'tag_refused', 1],
  ['a standard tag', 'a: !!str 1\n', 'tag_refused', 1],
  ['a custom tag', 'a: !run rm\n', 'tag_refused', 1],
  ['a tag on a list', 'a: !!seq [1]\n', 'tag_refused', 1],
  ['an older version of YAML', '%YAML 1.1\n---\na: yes\n', 'directive_refused', 1],
  ['an alias inside its own anchor', 'a: &a\n  b: *a\n', 'alias_cycle', 2],
  ['a list that contains itself', 'a: &a [*a]\n', 'alias_cycle', 1],
  ['a tag directive', '%TAG ! tag:x,2026:\n---\na: 1\n', 'directive_refused', 1],
  ['a number with a leading zero', 'a: 012\n', 'value_inexact', 1],
  ['a key without a value', 'a:\n  agent_ids:\n  # - bob\nb: 1\n', 'value_missing', 2],
  ['a key without a value in a flow mapping', '{ a: , b: 1 }\n', 'value_missing', 1],
  ['half a surrogate pair', 'a: "\\ud800"\n', 'value_inexact', 1],
  ['an inexact integer', 'a: 1\nb: 9007199254740993\n', 'value_inexact', 2],
  ['infinity', 'a: .inf\n', 'value_inexact', 1],
  ['two documents', 'a: 1\n---\nb: 2\n', 'yaml_many', 2],
  ['a key that is not a string', '1: a\n', 'key_refused', 1],
  ['a key that is a list', '? [a]\n: b\n', 'key_refused', 1],
  ['the key __proto__', 'a:\n  __proto__: { admin: true }\n', 'key_refused', 2],
  ['an alias without an anchor', 'a: *nowhere\n', 'alias_unknown', 1],
])('refuses %s', (_, text, code, line) => {
  expect(parse(text).diagnostics).toContainEqual(
    expect.objectContaining({ severity: 'error', code, line, file: 'file.yaml' }),
  );
});

describe('T08 hostile files are refused quickly', () => {
  const laughs = [
    'a: &a [x, x, x, x, x, x, x, x, x]',
    ...'bcdefghij'.split('').map((name, index) => {
      const before = 'abcdefghij'[index];
      return `${name}: &${name} [${new Array(9).fill(`*${before}`).join(', ')}]`;
    }),
  ].join('\n');

  test.each<[string, string | Uint8Array, string]>([
    ['a billion laughs', laughs, 'alias_explodes'],
    ['40,000 aliases', `a: &a x\nb: [${'*a, '.repeat(40_000)}]`, 'alias_many'],
    ['20,000 anchors', `${'&a '.repeat(20_000)}x`, 'alias_many'],
    ['20,000 tags', `${'!!str '.repeat(20_000)}x`, 'alias_many'],
    ['50,000 documents', '---\n'.repeat(50_000), 'yaml_many'],
    ['10,000 brackets', '['.repeat(10_000), 'nesting_too_deep'],
    ['10,000 braces', '{a: '.repeat(10_000), 'nesting_too_deep'],
    ['10,000 lists in one line', `${'- '.repeat(10_000)}x`, 'nesting_too_deep'],
    [
      '300 levels of indentation',
      Array.from({ length: 300 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n'),
      'nesting_too_deep',
    ],
    ['10,000 explicit keys', '? '.repeat(10_000), 'nesting_too_deep'],
    ['a string of 1 MiB', `a: ${'x'.repeat(1_048_576)}`, 'scalar_too_long'],
    ['a quoted string of 1 MiB', `a: "${'x '.repeat(524_288)}"`, 'scalar_too_long'],
    ['a block string of more than 64 KiB', `a: |\n${`  ${'line '.repeat(20)}\n`.repeat(10_000)}`, 'scalar_too_long'],
    ['a comment of 1 MiB', `# ${'x'.repeat(1_048_576)}\na: 1`, 'scalar_too_long'],
    ['a key of 1 MiB', `${'x'.repeat(1_048_576)}: 1`, 'scalar_too_long'],
    ['an unterminated string', `a: "${'x'.repeat(1_048_576)}`, 'scalar_too_long'],
    ['a million values', `[${'1,'.repeat(1_000_000)}]`, 'file_too_complex'],
    ['360,000 nested lists, 45 a line', `${'- '.repeat(45)}a\n`.repeat(8_000), 'file_too_complex'],
    ['99,000 closing braces', '}'.repeat(99_000), 'yaml_syntax'],
    ['a million quotes', '"'.repeat(1_000_000), 'file_too_complex'],
    ['a million closing brackets', ']'.repeat(1_000_000), 'file_too_complex'],
    ['a million lines', '\n'.repeat(1_000_000), 'file_too_complex'],
    ['a file that is too large', new Uint8Array(YAML_LIMITS.bytes + 1).fill(0x20), 'file_too_large'],
    ['bad UTF-8', new Uint8Array([0x61, 0x3a, 0x20, 0xc3, 0x28]), 'utf8_invalid'],
    ['an overlong encoding', new Uint8Array([0x61, 0x3a, 0x20, 0xc0, 0xaf]), 'utf8_invalid'],
    ['UTF-16', Buffer.from('\ufeffa: 1', 'utf16le'), 'utf8_invalid'],
  ])('%s', (_, text, code) => {
    const bytes = typeof text === 'string' ? Buffer.from(text) : text;
    const heap = process.memoryUsage().heapUsed;
    parse('warm: [up]\n');
    const started = process.cpuUsage();
    const document = parse(bytes);
    const { system, user } = process.cpuUsage(started);
    expect(document.diagnostics.map((diagnostic) => diagnostic.code)).toEqual([code]);
    expect(document.value).toBeUndefined();
    // CPU time, so that other programs do not count. The limit is 100 ms on an idle machine, as `npm run bench` measures.
    expect((system + user) / 1_000).toBeLessThan(250);
    expect(process.memoryUsage().heapUsed - heap).toBeLessThan(50 * 1_048_576);
  });
});
