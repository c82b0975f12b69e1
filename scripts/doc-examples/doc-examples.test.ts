import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { checkExamples } from './compile.ts';
import { type DocExample, extractExamples, readExamples } from './extract.ts';
import { freeNames } from './free-names.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

function example(packageName: string, ...lines: string[]): DocExample {
  return { package: packageName, file: 'packages/any/src/any.ts', lines, firstLine: 10 };
}

test('each example of a comment is found with its line', () => {
  const text = `/** Says something. @example is no tag here. */
const text = '/** @example none */';
/**
 * Adds.
 *
 * @param one a number
 * @example add(1, 2) // 3
 * @example
 * \`\`\`ts
 * const sum = add(
 *   1,
 * );
 * \`\`\`
 * @returns the sum
 */
export function add(): void {}
class Adder {
  /**
   * @example
   * new Adder();
   */
  add() {}
}
/* @example no doc comment */
// @example no doc comment
`;
  expect(extractExamples('add.ts', text)).toEqual([
    { firstLine: 7, lines: ['add(1, 2) // 3'] },
    { firstLine: 8, lines: ['', '', 'const sum = add(', '  1,', ');', ''] },
    { firstLine: 19, lines: ['', 'new Adder();', ''] },
  ]);
});

test('freeNames returns the undeclared names of an example', () => {
  const code = `
    import { own } from 'somewhere';
    declare const given: Given<Inner, typeof other>;
    const { a, key: b, ...rest } = await call(given.member, { c, key: d, [computed]: 1 });
    function f(parameter: Type, [e] = g) { return parameter + e + own + a + b + rest; }
    for (const each of list) each.go((x) => x, (h as Cast));
    try {} catch (error) { throw error; }`;
  expect([...freeNames(code)].toSorted()).toEqual(
    ['Cast', 'Given', 'Inner', 'Type', 'c', 'call', 'computed', 'd', 'g', 'h', 'list', 'other'].toSorted(),
  );
});

test('only examples that do not compile are reported, with file, line and error', () => {
  const found = checkExamples(root, [
    example('@agent-safe/core', 'const levels: readonly RiskClass[] = RISK_CLASSES;', 'levels.join();'),
    example('@agent-safe/core', '', "effectiveRisk('medium', 'critical');", "effectiveRisk('medium', 'hot');"),
    example('@agent-safe/tickets', "const risk = effectiveRisk('low', undefined);", 'unknownName();'),
    // Unexported names of the file are not available.
    example('@agent-safe/core', 'refuse(1);'),
    example('@agent-safe/core', 'const levels = await Promise.resolve([1]);', 'levels satisfies string[];'),
  ]);
  expect(found).toEqual([
    expect.stringMatching(/^packages\/any\/src\/any\.ts:12: .*TS2345: Argument of type '"hot"'/),
    expect.stringMatching(/^packages\/any\/src\/any\.ts:11: .*TS2304: Cannot find name 'unknownName'/),
    expect.stringMatching(/^packages\/any\/src\/any\.ts:10: .*TS2304: Cannot find name 'refuse'/),
    expect.stringMatching(/^packages\/any\/src\/any\.ts:11: .*TS1360: /),
  ]);
  expect(readdirSync(join(root, 'docs')).filter((name) => name.startsWith('.examples-'))).toEqual([]);
});

test('examples of every published package are read, except in tests', () => {
  const examples = readExamples(root);
  const sources = new Set(examples.map(({ file }) => file.split('/')[1]));
  expect(sources).toEqual(new Set([...sources, 'approvals', 'audit', 'core', 'pdp', 'sdk', 'tickets']));
  expect(examples.filter(({ file }) => file.endsWith('.test.ts'))).toEqual([]);
  for (const { file, lines } of examples) expect(lines.join('').trim(), file).not.toBe('');
});
