import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../../..', import.meta.url));
const env = { ...process.env, TURBO_TELEMETRY_DISABLED: '1', DO_NOT_TRACK: '1' };

/**
 * Builds and packs public packages as published, installs them with npm into an empty folder, calls `use`, and removes the folder.
 *
 * @param names the packages to install, including all workspace packages that they need at run time
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
    if (files.length !== names.length)
      throw new Error(`Packing ${names.length} packages created ${files.length} tarballs.`);
    runCommand(home, 'npm', 'install', '--no-audit', '--no-fund', '--ignore-scripts', ...files);
    return use(home);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Runs a command and returns its standard output. @throws Error if it exits with another code than 0 */
export function runCommand(cwd: string, command: string, ...argv: string[]): string {
  const { error, status, stderr, stdout } = spawnSync(command, argv, { cwd, env, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${command} ${argv.join(' ')}: ${error?.message ?? ''}${stdout}${stderr}`);
  return stdout;
}

/** Runs the pnpm version that package.json names, even if it is not on the PATH. */
function runPnpm(...argv: string[]): void {
  const { packageManager } = readJson(join(root, 'package.json')) as { readonly packageManager: string };
  runCommand(root, 'npx', '-y', packageManager, ...argv);
}

export function readJson(file: string): unknown {
  return JSON.parse(readFileSync(file, 'utf8'));
}
