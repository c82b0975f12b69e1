import { Runner } from '../../../src/index.ts';
import { describeWorldRunner, openFileWorld } from '../file-world.ts';

/** What a process is to do. */
export interface Task {
  readonly folder: string;
  readonly tickets: readonly string[];
  /** The number of the step at which the process kills itself: never where it is 0. */
  readonly killAt: number;
  /** Whether it is a dry run. */
  readonly isDry?: boolean;
}

const { folder, isDry = false, killAt, tickets } = JSON.parse(process.argv[2] ?? '') as Task;
let steps = 0;
const watch = () => {
  steps += 1;
  if (steps === killAt) process.kill(process.pid, 'SIGKILL');
};
const runner = new Runner(describeWorldRunner(openFileWorld(folder), watch, Date.now));
const answers: string[] = [];
for (const ticket of tickets) {
  const result = isDry
    ? await runner.dryRun(ticket, { executor: 'files' })
    : await runner.run(ticket, { executor: 'files' });
  answers.push(result.ok === false ? result.code : result.outcome);
}
process.send?.(answers, () => process.exit(0));
