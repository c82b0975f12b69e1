import { spawnSync } from 'node:child_process';
import { appendFileSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder } from '@agent-safe/testkit/folders';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { files, read, root } from './support/repository.ts';

const docs = join(root, 'docs');

interface Fence {
  readonly language: string;
  readonly code: string;
  readonly line: number;
}

/** Every Markdown file of the repository. Changesets hold no snippets. */
const pages = files.filter((file) => file.endsWith('.md') && !file.startsWith('.changeset/'));

function fencesOf(page: string): readonly Fence[] {
  const text = read(page);
  return [...text.matchAll(/^```(\w*)\n([\s\S]*?)^```$/gm)].map((match) => ({
    language: match[1] ?? '',
    code: match[2] ?? '',
    line: text.slice(0, match.index).split('\n').length,
  }));
}

/** The built command, as published. It starts several times faster than the source. */
const built = join(root, 'apps/cli/.snippets');

beforeAll(() => {
  const argv = ['--silent', '--out-dir', built];
  const { error, status, stderr } = spawnSync(join(root, 'node_modules/.bin/tsup'), argv, {
    cwd: join(root, 'apps/cli'),
    encoding: 'utf8',
  });
  expect(status, error?.message ?? stderr).toBe(0);
});

/** Makes an empty folder with the command and with a link to the examples. The commands of README.md use the launcher of this clone. */
function makeWorkFolder(page = ''): { readonly folder: string; readonly env: NodeJS.ProcessEnv } {
  const folder = makeFolder();
  const command = join(folder, 'agent-safe');
  if (page === 'README.md') symlinkSync(join(root, 'agent-safe'), command);
  else {
    // The catalog is the only package that the built command imports. It is not built.
    const argv = `'${process.execPath}' --conditions=@agent-safe/source '${join(built, 'main.js')}'`;
    writeFileSync(command, `#!/bin/sh\nexec ${argv} "$@"\n`, { mode: 0o755 });
  }
  symlinkSync(join(root, 'examples'), join(folder, 'examples'));
  const path = `${folder}:${join(root, 'node_modules/.bin')}:${process.env.PATH ?? ''}`;
  return { folder, env: { PATH: path, NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE } };
}

/** Replaces ids, secrets, tokens and times, which differ in each run, by the text that the pages show for them. */
function shorten(printed: string): string {
  return printed
    .replaceAll(/\b(evt|apr)-[0-9a-f-]+/g, '$1-…')
    .replaceAll(/(secret {2,})[\w-]{43}/g, '$1…')
    .replaceAll(/\beyJ[\w-]+\.[\w-]+\.[\w-]+/g, 'eyJ…')
    .replaceAll(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{3}Z)?/g, '…')
    .replaceAll(/…, in \d+ (?:second|minute|hour|day)s?\b/g, '…, in …');
}

/** Commands that do not run here: CI runs them on a fresh machine, or they need a published package. */
const ELSEWHERE = /^(npm|npx) /;

/** The file that a fence shows, which its first line names: `# policies/team.yaml`. */
const SHOWN_FILE = /^# ([\w./-]+\.yaml)\n/;

/** Runs the lines of a fence. Variables and the working folder stay as they are for the next fence, as in a terminal. */
function runFence({ code }: Fence, cwd: string, folder: string, env: NodeJS.ProcessEnv) {
  const lines = code.split('\n').filter((line) => line !== '' && !ELSEWHERE.test(line));
  const variables = join(folder, 'variables');
  const script = [
    `if [ -f "${variables}" ]; then . "${variables}"; fi; set -a`,
    // 3 and 4 are answers: denied, approval required. 1 and 2 are errors.
    ...lines.map(
      (line) => `${line}\ncode=$?; echo $code >>"${folder}/codes"; [ $code -ne 1 ] && [ $code -ne 2 ] || exit 1`,
    ),
    `pwd >"${folder}/cwd"; export -p >"${variables}"`,
  ].join('\n');
  return spawnSync('sh', ['-c', script], { cwd, env, encoding: 'utf8' });
}

/**
 * Runs the commands of a page in order, as in a new terminal, and compares what they print with the page.
 *
 * @returns the exit code of each command, and everything that was printed
 */
function runPage(
  page: string,
  { env, folder }: ReturnType<typeof makeWorkFolder>,
  normalize: (text: string) => string,
) {
  rmSync(join(folder, 'variables'), { force: true });
  writeFileSync(join(folder, 'codes'), '');
  let cwd = folder;
  let all = '';
  const fences = fencesOf(page);
  for (const [index, fence] of fences.entries()) {
    const [, file] = SHOWN_FILE.exec(fence.code) ?? [];
    if (fence.language === 'yaml' && file !== undefined) writeFileSync(join(cwd, file), fence.code);
    if (fence.language !== 'sh') continue;
    const { status, stderr, stdout } = runFence(fence, cwd, folder, env);
    expect(status, `${page}:${fence.line}: ${stdout}${stderr}`).toBe(0);
    all += stdout + stderr;
    cwd = readFileSync(join(folder, 'cwd'), 'utf8').trim();
    const printed = fences[index + 1];
    if (printed?.language === 'text') {
      expect(normalize(`${stdout}${stderr}`), `${page}:${fence.line}`).toContain(normalize(printed.code));
    }
  }
  return { all, codes: readFileSync(join(folder, 'codes'), 'utf8') };
}

/** Also replaces the totals that grow when the same commands run again: the risk score, and the events of the log. */
function withoutTotals(printed: string): string {
  return shorten(printed)
    .replaceAll(/^( {2}score +)\d+ \(recent risk of the caller: (?:low|medium)\)$/gm, '$1… (low)')
    .replaceAll(/\b\d+ events\b/g, '… events')
    .replaceAll(/\bthe first \d+\b/g, 'the first …');
}

test('T14 the commands of README.md, run twice within an hour in one project, print what it says both times', () => {
  const work = makeWorkFolder();
  const first = runPage('README.md', work, withoutTotals);
  const second = runPage('README.md', work, withoutTotals);
  expect(second.codes).toBe(first.codes);
  // No limit was in the way.
  expect(first.all + second.all).not.toMatch(/\b(?:risk_escalated|risk_denied|rate_limited|circuit_open)\b/);
  // Every command ran in both rounds, at least one for each answer of a check.
  for (const code of ['0', '3', '4']) expect(second.codes.split('\n')).toContain(code);
});

describe.each(pages)('%s', (page) => {
  const fences = fencesOf(page);
  const scripts = fences.filter(({ language }) => language === 'sh');

  if (scripts.length > 0)
    test('its commands run, and print what it says', () => {
      runPage(page, makeWorkFolder(page), shorten);
    });

  const programs = fences.filter(({ language }) => language === 'ts');
  if (programs.length > 0)
    test('its programs run', () => {
      const { env, folder } = makeWorkFolder();
      const made = spawnSync(join(folder, 'agent-safe'), ['init', 'project'], { cwd: folder, env, encoding: 'utf8' });
      expect(made.status, made.stderr).toBe(0);
      const programFolder = join(docs, '.snippets');
      mkdirSync(programFolder, { recursive: true });
      for (const { code, line } of programs) {
        // In this folder, so that the packages of the workspace are found.
        const file = join(programFolder, `${page.replaceAll(/\W/g, '-')}-${line}.ts`);
        writeFileSync(file, code);
        onTestFinished(() => rmSync(file, { force: true }));
        const argv = ['--conditions=@agent-safe/source', file];
        const { status, stderr, stdout } = spawnSync('node', argv, {
          cwd: join(folder, 'project'),
          env,
          encoding: 'utf8',
        });
        expect(status, `${page}:${line}: ${stdout}${stderr}`).toBe(0);
      }
    });

  test('no snippet escapes: each is in a language that is tested, or says that it is none', () => {
    const known = ['sh', 'ts', 'yaml', 'json', 'text', 'console'];
    expect(fences.filter(({ language }) => !known.includes(language)).map(({ line }) => `${page}:${line}`)).toEqual([]);
  });
});

describe('the documents in docs/reference/documents.md', () => {
  const fences = fencesOf('docs/reference/documents.md').filter(
    // The credentials are a part of an action.
    ({ code, language }) => language === 'yaml' && !code.startsWith('credentials:'),
  );
  const kinds = ['actions', 'policies', 'policies', 'inventory', 'inventory', 'subjects', 'tests', 'plan'] as const;

  test('are all there', () => {
    expect(fences).toHaveLength(kinds.length);
  });

  test.each(kinds.map((kind, index) => [kind, fences[index]?.code ?? ''] as const))(
    '%s: is accepted as it stands',
    (kind, code) => {
      const { env, folder } = makeWorkFolder();
      const run = (...argv: string[]) =>
        spawnSync(join(folder, 'agent-safe'), argv, { cwd: folder, env, encoding: 'utf8' });
      run('init', '.');
      const file =
        kind === 'plan'
          ? 'plan.yaml'
          : kind === 'inventory' || kind === 'subjects'
            ? `${kind}.yaml`
            : join(kind, kind === 'actions' ? 'scale-deployment.yaml' : 'default.yaml');
      writeFileSync(join(folder, file), code);
      if (kind === 'subjects') appendFileSync(join(folder, 'agent-safe.yaml'), 'subjects: ./subjects.yaml\n');
      const { status, stderr, stdout } = kind === 'plan' ? run('check', '--plan', 'plan.yaml') : run('validate');
      expect([0, 3, 4], stdout + stderr).toContain(status);
    },
  );
});

/** The fences of settings that a page shows, joined to one file. A fence that sets a key again begins another file. */
function settingsOf(page: string): readonly string[] {
  const keysOf = (text: string) => [...text.matchAll(/^[a-z_]+(?=:)/gm)].map(([key]) => key);
  const files: string[] = [];
  for (const { code, language } of fencesOf(page)) {
    if (language !== 'yaml' || SHOWN_FILE.test(code)) continue;
    const last = files.at(-1);
    if (last === undefined || keysOf(code).some((key) => keysOf(last).includes(key))) files.push(code);
    else files[files.length - 1] = `${last}\n${code}`;
  }
  return files;
}

const BASE_SETTINGS = settingsOf('docs/reference/settings.md')[0]?.split('\nrate_limit:')[0] ?? '';

test.each([
  ['docs/reference/settings.md', ''],
  ['docs/explanation/identity.md', BASE_SETTINGS],
  ['docs/how-to/approve-a-request.md', BASE_SETTINGS],
  ['docs/how-to/execute-on-kubernetes.md', BASE_SETTINGS],
  ['docs/how-to/give-an-agent-an-identity.md', BASE_SETTINGS],
  ['docs/how-to/let-a-gateway-ask.md', BASE_SETTINGS],
  ['docs/how-to/verify-and-ship-the-audit-log.md', BASE_SETTINGS],
])('the settings in %s are accepted', (page, base) => {
  const files = settingsOf(page);
  expect(files.join('\n')).toMatch(/^[a-z_]+:\n/m);
  const { env, folder } = makeWorkFolder();
  const run = (...argv: string[]) =>
    spawnSync(join(folder, 'agent-safe'), argv, { cwd: folder, env, encoding: 'utf8' });
  run('init', '.');
  for (const settings of files) {
    writeFileSync(join(folder, 'agent-safe.yaml'), `${base}\n${settings}`);
    const { status, stderr, stdout } = run('validate');
    expect(status, stdout + stderr).toBe(0);
  }
});

test('the README quotes measurements that are in the report', () => {
  const section =
    readFileSync(join(root, 'README.md'), 'utf8').split('\n## How fast it decides\n')[1]?.split('\n## ')[0] ?? '';
  // The formatter may pad the cells.
  const rows = (text: string) => text.split('\n').map((line) => line.replaceAll(/ +/g, ' '));
  const report = new Set(rows(readFileSync(join(docs, 'reference/measurements.md'), 'utf8')));
  const quoted = rows(section).filter((line) => /^\| [\d,]+ rules/.test(line));
  expect(quoted).toHaveLength(5);
  expect(quoted.filter((line) => !report.has(line))).toEqual([]);
});
