import { readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { interleave } from './support/interleave.ts';
import { readJson, runCommand, withInstalled } from './support/packed.ts';

/** Measures the cost of depending on pdp alone: packages, bytes and import time. */
const IMPORT_LIMIT = 10;

interface Sizes {
  readonly runs: number;
  readonly warmUps: number;
}

export const full: Sizes = { runs: 15, warmUps: 2 };
export const smoke: Sizes = { runs: 1, warmUps: 0 };

const MEASURE = `
const started = performance.now();
await import(process.argv[2]);
console.log(performance.now() - started);
`;

export function run({ runs, warmUps }: Sizes): void {
  withInstalled(['@agent-safe/core', '@agent-safe/pdp'], (home) => {
    const lock = readJson(join(home, 'node_modules/.package-lock.json')) as { readonly packages: object };
    const files = readdirSync(join(home, 'node_modules'), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name !== '.package-lock.json')
      .map(({ name, parentPath }) => statSync(join(parentPath, name)).size);
    const size = files.reduce((sum, bytes) => sum + bytes, 0);

    writeFileSync(join(home, 'measure.js'), MEASURE);
    writeFileSync(join(home, 'empty.js'), '');
    const importing = (what: string) => () => Number(runCommand(home, process.execPath, 'measure.js', what));
    const [own = 0, empty = 0] = interleave(runs, warmUps, importing('@agent-safe/pdp'), importing('./empty.js'));

    console.log('| installing @agent-safe/pdp | measured | limit |');
    console.log('|---|---|---|');
    console.log(`| packages | ${Object.keys(lock.packages).length} | |`);
    console.log(`| files | ${files.length}, ${(size / 1_024).toFixed(0)} KB | |`);
    console.log(`| import in a new process, median of ${runs} | ${own.toFixed(1)} ms | ${IMPORT_LIMIT} ms |`);
    console.log(`| import of an empty module, interleaved | ${empty.toFixed(1)} ms | |`);
  });
}
