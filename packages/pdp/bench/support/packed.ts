import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../../..', import.meta.url));
const env = { ...process.env, TURBO_TELEMETRY_DISABLED: '1', DO_NOT_TRACK: '1' };

interface Manifest {
  readonly name: string;
  readonly private?: boolean;
}

/**
 * Builds and packs public packages as they would be published, installs them with plain npm into an empty folder, lets
 * `use` work there, and removes the folder.
 *
 * @param wanted whether a package is to be installed
 */
export function withInstalled<Result>(wanted: (name: string) => boolean, use: (home: string) => Result): Result {
  const folder = mkdtempSync(join(tmpdir(), 'agent-safe-bench-'));
  try {
    const tarballs = join(folder, 'tarballs');
    const home = join(folder, 'home');
    mkdirSync(tarballs);
    mkdirSync(home);
    writeFileSync(join(home, 'package.json'), JSON.stringify({ private: true, type: 'module' }));
    runPnpm(root, 'run', 'build');
    for (const path of publicPackages(wanted)) runPnpm(path, 'pack', '--pack-destination', tarballs);
    const files = readdirSync(tarballs).map((name) => join(tarballs, name));
    run(home, 'npm', 'install', '--no-audit', '--no-fund', '--ignore-scripts', ...files);
    return use(home);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What the command prints. */
export function run(cwd: string, command: string, ...argv: string[]): string {
  const { error, status, stderr, stdout } = spawnSync(command, argv, { cwd, env, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${command} ${argv.join(' ')}: ${error?.message ?? ''}${stdout}${stderr}`);
  return stdout;
}

/** The version that the workspace names, whether or not it is on the PATH. */
function runPnpm(cwd: string, ...argv: string[]): void {
  const { packageManager } = readJson(join(root, 'package.json')) as { readonly packageManager: string };
  run(cwd, 'npx', '-y', packageManager, ...argv);
}

function publicPackages(wanted: (name: string) => boolean): readonly string[] {
  const folders = ['packages', 'apps'].flatMap((parent) =>
    readdirSync(join(root, parent), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => join(root, parent, name)),
  );
  return [...folders, join(root, 'catalog')].filter((path) => {
    const manifest = readJson(join(path, 'package.json')) as Manifest;
    return manifest.private !== true && wanted(manifest.name);
  });
}

export function readJson(file: string): unknown {
  return JSON.parse(readFileSync(file, 'utf8'));
}
