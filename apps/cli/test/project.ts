import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder, shareFolder } from '@agent-safe/testkit/folders';
import { beforeAll } from 'vitest';
import { type Run, run, runAt } from './run.ts';

/** A project of `init`, and functions that run commands in it. */
export interface TestProject {
  readonly cwd: string;
  /** Clock of the commands. If the test file gives a start time, the clock stands still until a test changes `time`. */
  readonly clock: () => number;
  readonly time: { now: number };
  readonly run: (...argv: string[]) => Promise<Run>;
  /** Issues an identity token for an agent. */
  readonly identity: (agent: string, ...more: string[]) => Promise<string>;
  /** Changes a file of the project. */
  readonly edit: (file: string, change: (text: string) => string) => void;
}

/**
 * Creates projects for the tests of a file. Each project is a copy of the same template.
 *
 * @param start start time of each project; the system clock by default
 */
export function projects(start?: string): () => TestProject {
  const template = shareFolder();
  beforeAll(async () => {
    await run(template(), 'init', '.');
  });
  return () => {
    const cwd = makeFolder();
    cpSync(template(), cwd, { recursive: true });
    const time = { now: start === undefined ? Number.NaN : Date.parse(start) };
    const clock = start === undefined ? Date.now : () => time.now;
    const runHere = (...argv: string[]) => runAt(clock, cwd, ...argv);
    return {
      cwd,
      clock,
      time,
      run: runHere,
      identity: async (agent, ...more) => (await runHere('identity', 'create', '--agent', agent, ...more)).out.trim(),
      edit: (file, change) => {
        const path = join(cwd, file);
        writeFileSync(path, change(readFileSync(path, 'utf8')));
      },
    };
  };
}
