import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../../..', import.meta.url));
const env = { ...process.env, TURBO_TELEMETRY_DISABLED: '1', DO_NOT_TRACK: '1' };

/**
 * Builds and packs public packages as they would be published, installs them with plain npm into an empty folder, lets
 * `use` work there, and removes the folder.
 *
 * @param names the packages to install, with all of the workspace's that they need when they run
 */
export function withInstalled<Result>(names: readonly string[], use: (home: string) => Result): Result {
  const folder = mkdtempSync(join(tmpdir(), 'agent-safe-bench-'));
  try {
    const tarballs = join(folder, 'tarballs');
    const home = join(folder, 'home');
    mkdirSync(tarballs);
    mkdirSync(home);
    writeFileSync(join(home, 'package.json'), JSON.stringify({ private: true, type: 'module' }));
    const filters = names.map((name) => `--filter=${name}`);
    runPnpm('run', 'build', ...filters);
    runPnpm('--recursive', ...filters, 'pack', '--pack-destination', tarballs);
    const files = readdirSync(tarballs).map((name) => join(tarballs, name));
    if (files.length !== names.length) throw new Error(`${names.length} packages made ${files.length} tarballs`);
    runCommand(home, 'npm', 'install', '--no-audit', '--no-fund', '--ignore-scripts', ...files);
    return use(home);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What the command prints. */
export function runCommand(cwd: string, command: string, ...argv: string[]): string {
  const { error, status, stderr, stdout } = spawnSync(command, argv, { cwd, env, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${command} ${argv.join(' ')}: ${error?.message ?? ''}${stdout}${stderr}`);
  return stdout;
}

/** The version that the workspace names, whether or not it is on the PATH. */
function runPnpm(...argv: string[]): void {
  const { packageManager } = readJson(join(root, 'package.json')) as { readonly packageManager: string };
  runCommand(root, 'npx', '-y', packageManager, ...argv);
}

export function readJson(file: string): unknown {
  return JSON.parse(readFileSync(file, 'utf8'));
}
