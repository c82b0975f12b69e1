import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { interleave } from './support/interleave.ts';
import { run, withInstalled } from './support/packed.ts';

/** What a whole `agent-safe check` costs, from the start of the process to its end, beside a process that does nothing. */
const RUNS = 21;
const WARM_UPS = 3;
const LIMIT = 2;

const PARAMS = '{"namespace":"dev","deployment":"app"}';
const CHECK = ['check', 'restart-deployment', '--target', 'dev/test-app', '--params', PARAMS];

withInstalled(
  () => true,
  (home) => {
    // Not by npm's shim in .bin, which would start a process of its own.
    const main = join(home, 'node_modules/agent-safe/dist/main.js');
    run(home, process.execPath, main, 'init', 'project');
    const project = join(home, 'project');
    // Limits and risk are counted, and never reached.
    const settings = join(project, 'agent-safe.yaml');
    const raised = readFileSync(settings, 'utf8').replace(/(max_requests|_threshold): \d+/g, '$1: 1000000');
    writeFileSync(settings, raised);
    const timing =
      (...argv: string[]) =>
      () => {
        const started = performance.now();
        run(project, process.execPath, ...argv);
        return performance.now() - started;
      };
    const [check = 0, nothing = 0] = interleave(RUNS, WARM_UPS, timing(main, ...CHECK), timing('-e', '0'));

    console.log(`| a whole process, median of ${RUNS} | measured | limit |`);
    console.log('|---|---|---|');
    console.log(`| agent-safe check | ${check.toFixed(1)} ms | |`);
    console.log(`| node -e 0, in between | ${nothing.toFixed(1)} ms | |`);
    console.log(`| ratio | ${(check / nothing).toFixed(2)}× | ${LIMIT}× |`);
  },
);
