import { pathToFileURL } from 'node:url';

/**
 * Runs one bench in this process: `run-bench.ts <file> full|smoke`. A bench exports the sizes `full` and `smoke`, and `run`, which takes
 * one of them and prints a table. With `smoke` it only shows, within seconds, that it works.
 */
const [, , file = '', size = ''] = process.argv;

const bench: Readonly<Record<string, unknown>> = await import(pathToFileURL(file).href);
for (const name of ['full', 'smoke', 'run']) {
  if (bench[name] === undefined) throw new Error(`${file} does not export "${name}".`);
}
if (typeof bench.run !== 'function') throw new Error(`${file}: "run" is not a function.`);
await bench.run(bench[size]);
