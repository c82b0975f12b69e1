import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { workspacePackages } from './boundaries.ts';
import { BUDGETS, compareWithBudget } from './budgets.ts';
import { checkBundledSdk } from './check-bundled-sdk.ts';

/**
 * Packs every public package as published, checks the tarballs, installs them with npm into an empty folder, imports each package, and
 * bundles the SDK. A package that works in the workspace may lack a file or a dependency outside it.
 *
 * @returns the problems found
 */
export async function checkPackedPackages(root: string, env: NodeJS.ProcessEnv): Promise<readonly string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'agent-safe-packed-'));
  const problems: string[] = [];
  const run = (cwd: string, command: string, ...argv: string[]): string => {
    const { error, status, stderr, stdout } = spawnSync(command, argv, { cwd, env, encoding: 'utf8' });
    if (status !== 0) problems.push(`${command} ${argv.join(' ')}: ${error?.message ?? ''}${stdout}${stderr}`);
    return stdout;
  };
  try {
    const tarballs = join(folder, 'tarballs');
    mkdirSync(tarballs);
    const packages = workspacePackages(root).filter(({ manifest }) => manifest.private !== true);
    for (const { folder: name } of packages) {
      run(join(root, name), 'pnpm', 'pack', '--pack-destination', tarballs);
    }
    const files = readdirSync(tarballs).map((name) => join(tarballs, name));
    if (files.length !== packages.length) problems.push(`${packages.length} packages created ${files.length} tarballs`);
    for (const file of files) {
      run(root, 'publint', file, '--strict', '--level', 'warning');
      // The command line has no exports.
      if (!file.includes('agent-safe-cli-'))
        run(root, 'attw', file, '--profile', 'esm-only', '--format', 'ascii', '--no-emoji');
    }
    const install = (name: string, tarballs: readonly string[]): string => {
      const home = join(folder, name);
      mkdirSync(home);
      writeFileSync(join(home, 'package.json'), JSON.stringify({ private: true, type: 'module' }));
      run(home, 'npm', 'install', '--no-audit', '--no-fund', '--ignore-scripts', ...tarballs);
      return home;
    };
    const home = install('home', files);
    for (const { manifest } of packages) {
      if (manifest.name !== '@agent-safe/cli')
        run(home, 'node', '--input-type=module', '--eval', `await import('${manifest.name}')`);
    }
    if (problems.length === 0) problems.push(...checkCommand(home, env));
    if (problems.length === 0) {
      const bundled = join(folder, 'bundled');
      mkdirSync(bundled);
      problems.push(...(await checkBundledSdk(home, join(home, 'project'), bundled, env)));
    }
    const pdp = install(
      'pdp',
      files.filter((file) => /\/agent-safe-(?:core|pdp)-\d[^/]*$/.test(file)),
    );
    if (problems.length === 0) problems.push(...compareWithBudget(BUDGETS.pdpPackages, countInstalled(pdp)));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return problems;
}

/** Returns the number of packages that npm installed in a folder. */
function countInstalled(folder: string): number {
  const { packages } = JSON.parse(readFileSync(join(folder, 'package-lock.json'), 'utf8')) as { packages: object };
  return Object.keys(packages).filter((path) => path !== '').length;
}

/** Creates a project with the installed command, and runs a check and tests in it. */
function checkCommand(home: string, env: NodeJS.ProcessEnv): readonly string[] {
  const run = (cwd: string, ...argv: string[]) =>
    spawnSync(join(home, 'node_modules/.bin/agent-safe'), argv, { cwd, env, encoding: 'utf8' });
  const made = run(home, 'init', 'project');
  const params = '{"namespace":"dev","deployment":"app"}';
  const checked = run(
    join(home, 'project'),
    'check',
    'restart-deployment',
    '--target',
    'dev/test-app',
    '--params',
    params,
  );
  const tested = run(join(home, 'project'), 'test', 'tests');
  return [made, checked, tested]
    .filter(({ status }) => status !== 0)
    .map(({ stderr, stdout }) => `agent-safe: ${stdout}${stderr}`);
}
