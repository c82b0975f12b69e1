import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { readDockerfile } from './read-dockerfile.ts';

/**
 * Executes the steps of the Dockerfile in empty folders, without Docker: COPY copies committed files and files of other stages, and RUN
 * runs in the working directory of its stage. Then it runs the command of the image as another user would.
 */
const root = fileURLToPath(new URL('..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'agent-safe-image-'));

function stageFolder(stage: string, path: string): string {
  return join(folder, stage, path);
}

try {
  for (const { name, steps } of readDockerfile(readFileSync(join(root, 'Dockerfile'), 'utf8'))) {
    let place = '/';
    mkdirSync(stageFolder(name, place), { recursive: true });
    for (const { instruction, text } of steps) {
      if (instruction === 'WORKDIR') {
        place = text;
        mkdirSync(stageFolder(name, place), { recursive: true });
      }
      if (instruction === 'COPY') copy(text, name, place);
      if (instruction === 'RUN') run(text, stageFolder(name, place));
    }
  }
  await tryImage(stageFolder('final', '/opt/agent-safe'));
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function copy(text: string, stage: string, place: string): void {
  const [, from, source = '', target = ''] = /^(?:--from=(\S+) )?(\S+) (\S+)$/.exec(text) ?? [];
  const to = stageFolder(stage, target.startsWith('/') ? target : join(place, target));
  mkdirSync(dirname(to), { recursive: true });
  if (from !== undefined) {
    cpSync(stageFolder(from, source), to, { recursive: true, verbatimSymlinks: true });
    return;
  }
  const files = execFileSync('git', ['ls-files', '-z', source], { cwd: root, encoding: 'utf8' }).split('\0');
  const isLeftOut = readIgnored();
  for (const file of files.filter((each) => each !== '' && !isLeftOut(each) && existsSync(join(root, each))))
    cpSync(join(root, file), join(to, file));
}

/** The patterns of .dockerignore, of the simple kinds that it uses. */
function readIgnored(): (file: string) => boolean {
  const lines = readFileSync(join(root, '.dockerignore'), 'utf8').split('\n');
  const patterns = lines.filter((line) => line !== '' && !line.startsWith('#'));
  const expressions = patterns.map((pattern) => {
    const body = pattern
      .replaceAll('.', '\\.')
      .replace(/^\*\*\//, '(?:.*/)?')
      .replaceAll('*', '[^/]*')
      .replace('(?:.[^/]*/)?', '(?:.*/)?');
    return new RegExp(`^${body}(?:/|$)`);
  });
  return (file) => expressions.some((expression) => expression.test(file));
}

function run(command: string, cwd: string): void {
  console.log(`RUN ${command}`);
  const { status } = spawnSync('sh', ['-c', command], { cwd, stdio: 'inherit', env: { ...process.env, CI: '1' } });
  if (status !== 0) throw new Error(`The step failed: RUN ${command}`);
}

/** Runs commands of the image in a new project. */
async function tryImage(image: string): Promise<void> {
  const config = join(folder, 'config');
  mkdirSync(config);
  const env = { PATH: `${join(image, 'bin')}:${process.env.PATH ?? ''}`, HOME: join(folder, 'home') };
  const agentSafe = (...argv: readonly string[]) =>
    execFileSync('agent-safe', argv, { cwd: config, env, encoding: 'utf8' });
  agentSafe('init', '.');
  const params = '{"namespace":"dev","deployment":"app"}';
  const { result } = JSON.parse(
    execFileSync(
      'sh',
      [
        '-c',
        'agent-safe check restart-deployment --target dev/test-app --params "$1" --json || test $? -le 4',
        '-',
        params,
      ],
      { cwd: config, env, encoding: 'utf8' },
    ),
  ) as { readonly result: string };
  agentSafe('serve', '--check-config');
  const server = spawn('agent-safe', ['serve', '--listen', '127.0.0.1:0'], {
    cwd: config,
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await once(createInterface(server.stdout), 'line')) as [string];
  const url = `${line.replace('Serving on ', '')}/healthz`;
  const health = spawnSync('node', [join(image, 'health.mjs')], { env: { ...env, AGENT_SAFE_HEALTH_URL: url } });
  server.kill('SIGTERM');
  const [code] = (await once(server, 'exit')) as [number | null];
  if (health.status !== 0 || code !== 0)
    throw new Error(`The server of the image does not work: ${health.status}, ${code}.`);
  console.log(`The image works: check answers "${result}", and the server answers and stops.`);
}
