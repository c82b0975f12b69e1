import { Runner } from '../../../src/index.ts';
import { describeWorldRunner, openFileWorld } from '../file-world.ts';

/** Work of a process. */
export interface Task {
  readonly folder: string;
  readonly tickets: readonly string[];
  /** Number of the step at which the process kills itself. 0 means never. */
  readonly killAt: number;
  /** Whether the runs are dry runs. */
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
