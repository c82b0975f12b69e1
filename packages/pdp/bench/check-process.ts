import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CHECK, withCliProject } from './support/cli-project.ts';
import { interleave } from './support/interleave.ts';
import { runCommand } from './support/packed.ts';

/** Measures a whole `agent-safe check`, from process start to exit, next to an empty Node process. */
const LIMIT = 2;

interface Sizes {
  readonly runs: number;
  readonly warmUps: number;
}

export const full: Sizes = { runs: 21, warmUps: 3 };
export const smoke: Sizes = { runs: 1, warmUps: 0 };

export function run({ runs, warmUps }: Sizes): void {
  withCliProject(({ main, project }) => {
    // Limits and risk are counted but never reached.
    const settings = join(project, 'agent-safe.yaml');
    const raised = readFileSync(settings, 'utf8').replace(/(max_requests|_threshold): \d+/g, '$1: 1000000');
    writeFileSync(settings, raised);
    // runCommand throws unless the process exits with 0: `agent-safe check` does so if the request is allowed.
    const timing =
      (...argv: string[]) =>
      () => {
        const started = performance.now();
        runCommand(project, process.execPath, ...argv);
        return performance.now() - started;
      };
    const [check = 0, nothing = 0] = interleave(runs, warmUps, timing(main, ...CHECK), timing('-e', '0'));

    console.log(`| a whole process, median of ${runs} | measured | limit |`);
    console.log('|---|---|---|');
    console.log(`| agent-safe check | ${check.toFixed(1)} ms | |`);
    console.log(`| node -e 0, interleaved | ${nothing.toFixed(1)} ms | |`);
    console.log(`| ratio | ${(check / nothing).toFixed(2)}× | ${LIMIT}× |`);
  });
}
