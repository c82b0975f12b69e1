import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const FOLDER = '.github/workflows';

/**
 * Checks the workflows: what GitHub would refuse, and permissions that untrusted code must not have.
 *
 * @returns the problems found
 */
export function checkWorkflows(root: string, env: NodeJS.ProcessEnv): readonly string[] {
  const files = readdirSync(join(root, FOLDER))
    .filter((name) => /\.ya?ml$/.test(name))
    .map((name) => `${FOLDER}/${name}`);
  if (files.length === 0) return [`${FOLDER} has no workflow.`];
  return [
    ...files.flatMap((file) =>
      findUnsafe(readFileSync(join(root, file), 'utf8')).map((problem) => `${file}${problem}`),
    ),
    ...runActionlint(root, files, env),
  ];
}

/** Returns problems that actionlint does not check. Each starts with `:line: `. */
function findUnsafe(text: string): readonly string[] {
  const lines = text.split('\n');
  const problems = lines.flatMap((line, index) => {
    const [, used = '', comment = ''] = /^\s*(?:- )?uses:\s*(\S+)(.*)$/.exec(line) ?? [];
    const isPinned = /@[0-9a-f]{40}$/.test(used) && /^ # v\d+\.\d+\.\d+$/.test(comment);
    return used === '' || isPinned || used.startsWith('./')
      ? []
      : [`:${index + 1}: Pin ${used} by a full commit, with its version as a comment: @<40 digits> # v1.2.3`];
  });
  if (!lines.includes('permissions: {}'))
    problems.push(':1: Add "permissions: {}", and give each job its own permissions.');
  if (lines.some((line) => /^\s*(?:- )?pull_request_target\b/.test(line)))
    problems.push(':1: Use pull_request: pull_request_target gives secrets to untrusted code.');
  return [...problems, ...findUnsafeJobs(lines)];
}

function findUnsafeJobs(lines: readonly string[]): readonly string[] {
  const start = lines.indexOf('jobs:');
  const ends = lines.findIndex((line, index) => index > start && /^\S/.test(line));
  const end = ends === -1 ? lines.length : ends;
  const heads = lines.flatMap((line, index) => (index > start && index < end && /^ {2}\w/.test(line) ? [index] : []));
  if (start === -1 || heads.length === 0) return [':1: Indent by two spaces: no job was found.'];
  return heads.flatMap((head, index) => {
    const body = lines.slice(head + 1, heads[index + 1] ?? end);
    const lacks = (key: string) => !body.some((line) => line.startsWith(`    ${key}:`));
    const count = (pattern: RegExp) => body.filter((line) => pattern.test(line)).length;
    const at = `:${head + 1}: Job ${lines[head]?.trim().replace(/:.*$/, '')}:`;
    return [
      ...(lacks('timeout-minutes') ? [`${at} add "timeout-minutes".`] : []),
      ...(lacks('permissions') ? [`${at} add "permissions".`] : []),
      ...(count(/uses: actions\/checkout@/) > count(/^ {10}persist-credentials: false$/)
        ? [`${at} add "persist-credentials: false" to each checkout.`]
        : []),
    ];
  });
}

/**
 * Builds actionlint in the version of `actionlint/go.mod`, with the checksums of `actionlint/go.sum`.
 *
 * @param env environment for Go, which downloads missing modules unless GOPROXY is "off"
 * @returns the program; undefined if Go is not installed
 * @throws Error if the build fails
 */
export function buildActionlint(env: NodeJS.ProcessEnv): string | undefined {
  const cache = join(import.meta.dirname, '../node_modules/.cache');
  mkdirSync(cache, { recursive: true });
  const program = join(cache, process.platform === 'win32' ? 'actionlint.exe' : 'actionlint');
  const { error, status, stderr } = spawnSync(
    'go',
    ['build', '-o', program, 'github.com/rhysd/actionlint/cmd/actionlint'],
    {
      cwd: join(import.meta.dirname, 'actionlint'),
      encoding: 'utf8',
      env: { ...env, GOFLAGS: '-mod=readonly', GOWORK: 'off' },
    },
  );
  if (error !== undefined && 'code' in error && error.code === 'ENOENT') return undefined;
  if (status !== 0) throw new Error(`actionlint cannot be built: ${error?.message ?? stderr.trim()}`);
  return program;
}

function runActionlint(root: string, files: readonly string[], env: NodeJS.ProcessEnv): readonly string[] {
  const program = buildActionlint(env);
  if (program === undefined) {
    console.log('actionlint was skipped: the command "go" was not found');
    return [];
  }
  // Disabled, because not every machine has shellcheck and pyflakes.
  const argv = ['-no-color', '-oneline', '-shellcheck=', '-pyflakes=', ...files];
  const { error, status, stderr, stdout } = spawnSync(program, argv, { cwd: root, encoding: 'utf8' });
  if (status === 0) return [];
  const found = stdout.split('\n').filter((line) => line !== '');
  return found.length > 0 ? found : [`actionlint: ${error?.message ?? stderr.trim()}`];
}
