import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { findViolations } from './boundaries.ts';
import { checkSizes } from './check-sizes.ts';
import { checkExamples } from './doc-examples/compile.ts';
import { checkPackedPackages } from './packed-packages.ts';
import { checkWords } from './words/words.ts';
import { checkWorkflows } from './workflows.ts';

/** Runs every check that a change must pass. `--no-tests` leaves out the tests, for a caller that has run them. */
const root = fileURLToPath(new URL('..', import.meta.url));
const bin = `${root}node_modules/.bin`;
const env = {
  ...process.env,
  PATH: `${bin}:${process.env.PATH ?? ''}`,
  TURBO_TELEMETRY_DISABLED: '1',
  DO_NOT_TRACK: '1',
};

interface Step {
  readonly name: string;
  readonly run: () => boolean | Promise<boolean>;
}

function command(...argv: readonly [string, ...string[]]): () => boolean {
  return () => spawnSync(argv[0], argv.slice(1), { cwd: root, env, stdio: 'inherit' }).status === 0;
}

function report(find: () => readonly string[] | Promise<readonly string[]>): () => Promise<boolean> {
  return async () => {
    const found = await find();
    for (const line of found) console.error(line);
    return found.length === 0;
  };
}

const source = ['--conditions=@agent-safe/source'];

/** Every folder is one, so that a new example cannot be forgotten. */
const examples = readdirSync(`${root}examples`, { withFileTypes: true })
  .filter(({ name }) => existsSync(`${root}examples/${name}/package.json`))
  .map(({ name }) => name);

const steps: readonly Step[] = [
  { name: 'format and lint', run: command('biome', 'check', '--error-on-warnings', '.') },
  { name: 'lint with types', run: command('oxlint', '--type-aware', '--deny-warnings') },
  { name: 'types', run: command('tsc', '-p', 'tsconfig.json') },
  { name: 'examples in comments', run: report(() => checkExamples(root)) },
  { name: 'boundaries', run: report(() => findViolations(root)) },
  { name: 'unused code', run: command('knip') },
  { name: 'words', run: report(() => checkWords(root)) },
  { name: 'workflows', run: report(() => checkWorkflows(root, env)) },
  { name: 'build', run: command('turbo', 'run', 'build', '--output-logs=errors-only') },
  { name: 'sizes', run: report(() => checkSizes(root)) },
  { name: 'packed packages', run: report(() => checkPackedPackages(root, env)) },
  {
    name: 'notes and trees, by another implementation',
    run: command('node', ...source, 'packages/audit/test/interop/interop.ts'),
  },
  { name: 'benches, in smoke mode', run: command('node', 'scripts/bench.ts', '--smoke') },
  ...examples.map((name) => ({
    name: `example: ${name}`,
    run: command('node', ...source, `examples/${name}/src/main.ts`),
  })),
  ...(process.argv.includes('--no-tests') ? [] : [{ name: 'tests', run: command('vitest', 'run') }]),
];

for (const { name, run } of steps) {
  const started = performance.now();
  const passed = await run();
  console.log(`${passed ? 'ok  ' : 'FAIL'}  ${name}  ${((performance.now() - started) / 1000).toFixed(1)} s`);
  if (!passed) process.exit(1);
}
