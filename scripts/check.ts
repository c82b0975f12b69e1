import { spawn } from 'node:child_process';
import { once } from 'node:events';
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
  readonly run: (isAlone: boolean) => Promise<boolean>;
}

function command(...argv: readonly [string, ...string[]]): Step['run'] {
  return async (isAlone) => {
    const child = spawn(argv[0], argv.slice(1), { cwd: root, env, stdio: isAlone ? 'inherit' : 'pipe' });
    // Printed at the end, so that the lines of steps that run at the same time do not mix.
    const printed: Buffer[] = [];
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => printed.push(chunk));
    const [code] = await once(child, 'close');
    process.stdout.write(Buffer.concat(printed));
    return code === 0;
  };
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

/** Steps of one group run at the same time. The groups of one step use all processors, or are needed by later ones. */
const groups: readonly (readonly Step[])[] = [
  [{ name: 'format and lint', run: command('biome', 'check', '--error-on-warnings', '.') }],
  [{ name: 'lint with types', run: command('oxlint', '--type-aware', '--deny-warnings') }],
  [{ name: 'types', run: command('tsc', '-p', 'tsconfig.json') }],
  [{ name: 'examples in comments', run: report(() => checkExamples(root)) }],
  [{ name: 'boundaries', run: report(() => findViolations(root)) }],
  [{ name: 'unused code', run: command('knip') }],
  [{ name: 'words', run: report(() => checkWords(root)) }],
  [{ name: 'workflows', run: report(() => checkWorkflows(root, env)) }],
  [{ name: 'build', run: command('turbo', 'run', 'build', '--output-logs=errors-only') }],
  [{ name: 'sizes', run: report(() => checkSizes(root)) }],
  [
    { name: 'benches, in smoke mode', run: command('node', 'scripts/bench.ts', '--smoke') },
    { name: 'packed packages', run: report(() => checkPackedPackages(root, env)) },
  ],
  [
    {
      name: 'notes and trees, by another implementation',
      run: command('node', ...source, 'packages/audit/test/interop/interop.ts'),
    },
    ...examples.map((name) => ({
      name: `example: ${name}`,
      run: command('node', ...source, `examples/${name}/src/main.ts`),
    })),
  ],
  ...(process.argv.includes('--no-tests') ? [] : [[{ name: 'tests', run: command('vitest', 'run') }]]),
];

async function runStep({ name, run }: Step, isAlone: boolean): Promise<boolean> {
  const started = performance.now();
  const passed = await run(isAlone);
  console.log(`${passed ? 'ok  ' : 'FAIL'}  ${name}  ${((performance.now() - started) / 1000).toFixed(1)} s`);
  return passed;
}

for (const group of groups) {
  const passed = await Promise.all(group.map((step) => runStep(step, group.length === 1)));
  if (passed.includes(false)) process.exit(1);
}
