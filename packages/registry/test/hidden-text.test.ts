import { join } from 'node:path';
import { AgentSafeError, type Diagnostic } from '@agent-safe/core';
import { announceRandom } from '@agent-safe/testkit';
import { makeFolder } from '@agent-safe/testkit/folders';
import { expect, test } from 'vitest';
import { loadPlan, loadProject, readPolicyTests, readProject, tryConfig } from '../src/index.ts';

const ACTION = 'name: restart\nversion: 1.0.0\ndescription: Restart\nrisk_class: low\ntarget_types: [vm]\n';
const RULES =
  'rules:\n  - name: r\n    match:\n      callers: { roles: [sre] }\n    decision: allow\n    reason: Because\n';
const TARGETS = 'targets:\n  - id: a\n    type: vm\n    environment: dev\n    sensitivity: public\n';
const SETTINGS = 'registry: actions\npolicies: policies\ninventory: inventory.yaml\n';
const TESTS = 'tests:\n  - name: t\n    action: restart\n    expect: allow\n';
const PLAN = 'steps:\n  - action: restart\n';

/** Reads one file in the way of its kind. */
const KINDS: Readonly<Record<string, readonly [text: string, read: (path: string) => readonly Diagnostic[]]>> = {
  action: [ACTION, (path) => readProject({ registry: path }).diagnostics],
  policies: [RULES, (path) => readProject({ policies: path }).diagnostics],
  inventory: [TARGETS, (path) => readProject({ inventory: path }).diagnostics],
  settings: [SETTINGS, (path) => tryConfig(path).diagnostics],
  tests: [TESTS, (path) => readPolicyTests(path).diagnostics],
  plan: [PLAN, planErrors],
};

function planErrors(path: string): readonly Diagnostic[] {
  try {
    loadPlan(path);
    return [];
  } catch (error) {
    if (!(error instanceof AgentSafeError)) throw error;
    return error.diagnostics;
  }
}

test.each(Object.entries(KINDS))('T39 a lone carriage return is refused in %s', (_, [text, read]) => {
  const folder = makeFolder({
    'lone.yaml': text.replace('\n', '\n# note\r'),
    'windows.yaml': text.replaceAll('\n', '\r\n'),
    'marked.yaml': `\ufeff${text}`,
  });
  expect(read(join(folder, 'windows.yaml'))).toEqual([]);
  expect(read(join(folder, 'marked.yaml'))).toEqual([]);
  expect(read(join(folder, 'lone.yaml'))).toEqual([
    {
      severity: 'error',
      code: 'line_end_refused',
      message:
        'The file has a carriage return without a line feed (U+000D): an editor may show another text than Agent-Safe reads.',
      fix: 'Save the file with the line ends LF or CR LF.',
      file: expect.stringMatching(/lone\.yaml$/),
      line: 2,
      column: 7,
    },
  ]);
});

test('T39 a condition behind a lone carriage return does not widen a rule', () => {
  const hidden = RULES.replace(
    'match:\n      callers: { roles: [sre] }',
    'match: {} #\r      callers: { roles: [sre] }',
  );
  const folder = makeFolder({ 'p.yaml': hidden });
  expect(() => loadProject({ policies: folder })).toThrow(/p\.yaml:3:16: The file has a carriage return/);
});

test('T39 hidden characters in a comment, a key, a value and a plan in JSON are refused with their place', () => {
  for (const [text, line, column] of [
    [`# end of note \u2028\n${RULES}`, 1, 15],
    [RULES.replace('roles', 'ro\u200bles'), 4, 20],
    [RULES.replace('sre', 's\u202ere'), 4, 27],
    [`${RULES}\0`, 7, 1],
    [`\ufeff\ufeff${RULES}`, 1, 1],
  ] as const) {
    const { diagnostics } = readProject({ policies: makeFolder({ 'p.yaml': text }) });
    expect(diagnostics).toEqual([expect.objectContaining({ code: 'character_refused', line, column })]);
  }
  const plan = join(makeFolder({ 'plan.json': '{"steps": [{"action":\r"restart"}]}' }), 'plan.json');
  expect(planErrors(plan)).toEqual([expect.objectContaining({ code: 'line_end_refused', line: 1 })]);
});

test('T39 the message counts the other hidden characters', () => {
  const { diagnostics } = readProject({ policies: makeFolder({ 'p.yaml': `# \u200b\u200b\r\u200b\n${RULES}` }) });
  expect(diagnostics[0]?.message).toMatch(/The file has 3 more such characters\.$/);
});

test('T39 law: a hidden character at any place of a file is refused', () => {
  const random = announceRandom('hidden characters');
  const characters = ['\r', '\0', '\f', '\u0085', '\u2028', '\u2029', '\u202e', '\u2066', '\u200b', '\u00ad', '\ufeff'];
  for (let run = 0; run < 300; run++) {
    const text = random.pick([RULES, `# a note\n${RULES}`, RULES.replaceAll('\n', '\r\n')]);
    const at = 1 + random.below(text.length - 1);
    const character = random.pick(characters);
    // A carriage return before a line feed is a line end, and beside a line end it changes no line.
    if (character === '\r' && text.startsWith('\n', at)) continue;
    const folder = makeFolder({ 'p.yaml': text.slice(0, at) + character + text.slice(at) });
    const codes = readProject({ policies: folder }).diagnostics.map(({ code }) => code);
    expect(codes, JSON.stringify([at, character])).toEqual([
      character === '\r' || (text.startsWith('\n', at) && text[at - 1] === '\r')
        ? 'line_end_refused'
        : 'character_refused',
    ]);
  }
});
