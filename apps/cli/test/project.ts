import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder, shareFolder } from '@agent-safe/testkit/folders';
import { beforeAll } from 'vitest';
import { type Run, run, runAt } from './run.ts';

/** A project as `init` makes it, and commands that are typed in it. */
export interface TestProject {
  readonly cwd: string;
  /** The time of its commands: where `start` is given, it stands still until a test changes it. */
  readonly clock: () => number;
  readonly time: { now: number };
  readonly run: (...argv: string[]) => Promise<Run>;
  /** A token of an agent. */
  readonly identity: (agent: string, ...more: string[]) => Promise<string>;
  /** Changes a file of it. */
  readonly edit: (file: string, change: (text: string) => string) => void;
}

/**
 * Makes projects for the tests of a file, each as a copy of one that was made once.
 *
 * @param start the time at which each begins; the clock of the system where it is left out
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
