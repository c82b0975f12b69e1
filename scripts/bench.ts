import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * Runs every bench of every package in its own process, and writes the output to docs/reference/measurements.md.
 *
 * - With the paths of benches, it runs only those and writes nothing.
 * - With `--smoke`, it checks within seconds that each bench runs. It prints no figures and writes nothing.
 */
const root = fileURLToPath(new URL('..', import.meta.url));
const isSmoke = process.argv.includes('--smoke');
const named = process.argv.slice(2).filter((argument) => argument !== '--smoke');
/** Milliseconds after which a bench in smoke mode counts as hanging. */
const SMOKE_TIMEOUT = 120_000;

const all = ['packages', 'apps']
  .flatMap((parent) => readdirSync(join(root, parent)).map((name) => join(parent, name, 'bench')))
  .filter((folder) => existsSync(join(root, folder)))
  .flatMap((folder) =>
    readdirSync(join(root, folder))
      .filter((file) => file.endsWith('.ts'))
      .map((file) => join(folder, file)),
  );

/** @returns the output of the bench */
function runBench(bench: string): string {
  const argv = ['--conditions=@agent-safe/source', 'scripts/run-bench.ts', bench, isSmoke ? 'smoke' : 'full'];
  const { error, status, stdout } = spawnSync('node', argv, {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
    ...(isSmoke ? { timeout: SMOKE_TIMEOUT } : {}),
  });
  if (status !== 0) throw new Error(`${bench} failed: ${error?.message ?? `exit code ${status}`}\n${stdout}`);
  if (stdout === '') throw new Error(`${bench} printed nothing.`);
  return stdout;
}

const unknown = named.find((bench) => !all.includes(bench));
if (unknown !== undefined) throw new Error(`${unknown} is not a bench. The benches are: ${all.join(', ')}`);

const sections = (named.length === 0 ? all : named).map((bench) => {
  const started = performance.now();
  const output = runBench(bench);
  console.log(isSmoke ? `${bench}  ${((performance.now() - started) / 1_000).toFixed(1)} s` : `${bench}\n${output}`);
  return `## ${bench}\n\n${output}`;
});

if (!isSmoke && named.length === 0) {
  const intro =
    '# Measurements\n\nThe last output of `npm run bench`, on a noisy machine with two cores. The limits come from the threat model.\n';
  writeFileSync(join(root, 'docs/reference/measurements.md'), [intro, ...sections].join('\n'));
}
