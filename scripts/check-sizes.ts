import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { BUDGETS, compareWithBudget } from './budgets.ts';

/** Compares the built decision point and the built command with their budgets. Returns the exceeded budgets. */
export async function checkSizes(root: string): Promise<readonly string[]> {
  return [
    ...compareWithBudget(BUDGETS.pdpInBrowser, await measureInBrowser(join(root, 'packages/pdp'))),
    ...compareWithBudget(BUDGETS.checkStart, measureCheckStart(join(root, 'apps/cli/dist/main.js'))),
  ];
}

/**
 * Returns the size of all entries of a built package in kilobytes: bundled for browsers, minified and compressed.
 *
 * @throws Error if the package imports a module that browsers lack
 */
async function measureInBrowser(folder: string): Promise<number> {
  const { exports, name } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
    readonly name: string;
    readonly exports: Readonly<Record<string, unknown>>;
  };
  const entries = Object.keys(exports).filter((entry) => entry !== './package.json');
  const contents = entries.map((entry, index) => `export * as entry${index} from '${join(name, entry)}';`).join('\n');
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: folder },
    bundle: true,
    format: 'esm',
    logLevel: 'silent',
    minify: true,
    platform: 'browser',
    write: false,
  });
  return gzipSync(outputFiles[0]?.contents ?? '', { level: 9 }).length / 1_000;
}

/** Returns the size of the files that a built command loads for one check, in kilobytes, with caches filled by an earlier check. */
function measureCheckStart(main: string): number {
  const folder = mkdtempSync(join(tmpdir(), 'agent-safe-check-start-'));
  try {
    const project = join(folder, 'project');
    const record = join(folder, 'modules.json');
    const recorder = pathToFileURL(fileURLToPath(new URL('./record-modules.ts', import.meta.url))).href;
    const run = (cwd: string, ...argv: readonly string[]) => {
      const { status, stderr } = spawnSync(process.execPath, argv, {
        cwd,
        encoding: 'utf8',
        env: { ...process.env, XDG_CACHE_HOME: join(folder, 'cache'), RECORD_MODULES: record },
      });
      if (status !== 0) throw new Error(`agent-safe exited with ${status}: ${stderr}`);
    };
    run(folder, main, 'init', project);
    const params = '{"namespace":"dev","deployment":"app"}';
    // Only a project found from the working directory is cached.
    const check = [main, 'check', 'restart-deployment', '--target', 'dev/test-app', '--params', params];
    run(project, ...check);
    run(project, '--import', recorder, ...check);
    const files = JSON.parse(readFileSync(record, 'utf8')) as readonly string[];
    return files.reduce((sum, file) => sum + statSync(file).size, 0) / 1_000;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
