import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { makeFolder } from '../packages/testkit/src/folders.ts';
import { buildActionlint, checkWorkflows } from './workflows.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
/** Tests download nothing. `npm run check` does. */
const env = { ...process.env, GOPROXY: 'off' };

function canBuild(): boolean {
  try {
    return buildActionlint(env) !== undefined;
  } catch {
    return false;
  }
}

const hasActionlint = canBuild();
const needs = hasActionlint ? '' : ' (skipped: actionlint is not built yet: run npm run check)';
const withoutGo = { ...process.env, PATH: '/nowhere' };

const SOUND = `on: push
permissions: {}
jobs:
  test:
    runs-on: ubuntu-24.04
    timeout-minutes: 5
    permissions:
      contents: read
    steps:
      - uses: actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1
        with:
          persist-credentials: false
      - run: echo hello
`;

/** Returns the problems of a workflow. */
function check(text: string, env: NodeJS.ProcessEnv = withoutGo): string {
  const folder = makeFolder({ '.github/workflows/ci.yml': text });
  return checkWorkflows(folder, env).join('\n');
}

test('the workflows of this repository have no problems', () => {
  expect(checkWorkflows(root, withoutGo)).toEqual([]);
});

test.each<[string, (text: string) => string, string]>([
  [
    'an action pinned by a tag',
    (text) => text.replace(/@3d3c.*/, '@v7.0.1'),
    'ci.yml:10: Pin actions/checkout@v7.0.1 ',
  ],
  ['an action without a version comment', (text) => text.replace(' # v7.0.1', ''), 'ci.yml:10: Pin '],
  [
    'permissions of a whole workflow',
    (text) => text.replace('permissions: {}', 'permissions: write-all'),
    'ci.yml:1: ',
  ],
  [
    'a job without permissions',
    (text) => text.replace('    permissions:\n      contents: read\n', ''),
    'Job test: add "permissions"',
  ],
  [
    'a job without a timeout',
    (text) => text.replace('    timeout-minutes: 5\n', ''),
    'Job test: add "timeout-minutes"',
  ],
  [
    'a checkout that keeps its token',
    (text) => text.replace('persist-credentials: false', 'fetch-depth: 0'),
    'add "persist-credentials: false"',
  ],
  [
    'secrets for code of pull requests',
    (text) => text.replace('on: push', 'on:\n  pull_request_target:'),
    'pull_request_target gives secrets',
  ],
  ['another indentation', (text) => text.replaceAll('\n  ', '\n      '), 'no job was found'],
])('%s is found', (_, change, message) => {
  expect(check(SOUND)).toBe('');
  expect(check(change(SOUND))).toContain(message);
});

test('a folder without workflows is a problem', () => {
  const folder = makeFolder();
  mkdirSync(join(folder, '.github/workflows'), { recursive: true });
  expect(checkWorkflows(folder, withoutGo)).toEqual(['.github/workflows has no workflow.']);
});

test.runIf(hasActionlint).each<[string, (text: string) => string, RegExp]>([
  ['a key that GitHub does not know', (text) => text.replace('runs-on', 'run-on'), /unexpected key "run-on"/],
  [
    'an undefined value',
    (text) => text.replace('echo hello', 'echo $' + '{{ matrix.os }}'),
    /property "os" is not defined/,
  ],
  [
    'an untrusted title in a script',
    (text) => text.replace('echo hello', 'echo $' + '{{ github.event.pull_request.title }}'),
    /potentially untrusted/,
  ],
  [
    'a job that needs a missing job',
    (text) => text.replace('    steps:', '    needs: build\n    steps:'),
    /needs job "build"/,
  ],
])(`actionlint finds %s${needs}`, (_, change, message) => {
  expect(check(SOUND, env)).toBe('');
  expect(check(change(SOUND), env)).toMatch(message);
});
