import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { shareFolder } from '@agent-safe/testkit/folders';
import { build } from 'esbuild';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const folder = shareFolder();
const isPosix = process.platform !== 'win32';
const { engines } = JSON.parse(readFileSync(join(root, 'apps/cli/package.json'), 'utf8')) as {
  engines: { node: string };
};
const NEEDED = engines.node.replace('>=', '');

function message(version: string): string {
  return `agent-safe needs Node.js ${NEEDED} or newer, and this is Node.js ${version}. Install a newer Node.js.\n`;
}

function spawn(command: string, argv: readonly string[], path = process.env.PATH ?? '') {
  const { status, stderr, stdout } = spawnSync(command, argv, {
    cwd: folder(),
    encoding: 'utf8',
    env: { PATH: path, HOME: folder() },
  });
  return { status, stderr, stdout };
}

/** A Node of this machine that is too old, with its version. */
function findOldNode(): { readonly path: string; readonly version: string } | undefined {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/bin', '/usr/local/bin'];
  for (const path of folders.map((each) => join(each, 'node')).filter((each) => isPosix && existsSync(each))) {
    const version = spawnSync(path, ['--version'], { encoding: 'utf8' }).stdout.trim().slice(1);
    const [major = 0] = version.split('.').map(Number);
    if (major >= 14 && major < Number(NEEDED.split('.')[0])) return { path, version };
  }
  return undefined;
}

/** A program that says it is an old Node, and is the Node of this process. */
function simulate(version: string): string {
  const preload = join(folder(), `node-${version}.cjs`);
  writeFileSync(
    preload,
    `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '${version}' } });`,
  );
  const bin = join(folder(), `bin-${version}`);
  mkdirSync(bin, { recursive: true });
  writeFileSync(join(bin, 'node'), `#!/bin/sh\nexec '${process.execPath}' -r '${preload}' "$@"\n`);
  chmodSync(join(bin, 'node'), 0o755);
  return bin;
}

/** The first file of the published command. It refuses before it loads the second one, which is not there. */
async function buildMain(): Promise<string> {
  const outfile = join(folder(), 'main.mjs');
  await build({
    entryPoints: [join(root, 'apps/cli/src/main.ts')],
    outfile,
    bundle: true,
    external: ['./start.ts', './start-remote.ts'],
    format: 'esm',
    logLevel: 'silent',
    platform: 'node',
    target: 'node22',
  });
  return outfile;
}

/** A clone without a Node of its own, as on macOS. */
function clone(): string {
  const copy = join(folder(), 'clone');
  for (const each of ['node_modules/.pnpm', 'apps/cli/src']) mkdirSync(join(copy, each), { recursive: true });
  for (const file of ['agent-safe', 'apps/cli/src/require-node.ts']) copyFileSync(join(root, file), join(copy, file));
  for (const file of ['pnpm-lock.yaml', 'node_modules/.pnpm/lock.yaml']) writeFileSync(join(copy, file), 'same');
  writeFileSync(join(copy, 'apps/cli/src/main.ts'), 'console.log("started");');
  return join(copy, 'agent-safe');
}

const old = findOldNode();

test.skipIf(old === undefined)(
  'an old Node gets one plain sentence and exit 1 (skipped where the machine has no Node from 14 to 21)',
  async () => {
    const { path, version } = old as NonNullable<typeof old>;
    expect(spawn(path, [await buildMain(), 'check', 'x'])).toEqual({ status: 1, stdout: '', stderr: message(version) });
    const launched = spawn(clone(), ['check', 'x'], `${join(path, '..')}${delimiter}/usr/bin${delimiter}/bin`);
    expect(launched).toEqual({ status: 1, stdout: '', stderr: message(version) });
  },
);

test.skipIf(!isPosix).each(['14.21.3', '20.20.2', '22.17.1'])(
  'Node %s, simulated, gets one plain sentence and exit 1',
  async (version) => {
    const bin = simulate(version);
    const refused = { status: 1, stdout: '', stderr: message(version) };
    expect(spawn(join(bin, 'node'), [await buildMain(), '--version'])).toEqual(refused);
    expect(spawn(clone(), ['--version'], `${bin}${delimiter}/usr/bin${delimiter}/bin`)).toEqual(refused);
  },
);

test.skipIf(!isPosix).each(['22.18.0', '24.0.0'])('Node %s, simulated, is accepted by the launcher', (version) => {
  const path = `${simulate(version)}${delimiter}/usr/bin${delimiter}/bin`;
  expect(spawn(clone(), ['--version'], path)).toMatchObject({ status: 0, stdout: 'started\n' });
});
