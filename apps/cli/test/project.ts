import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, onTestFinished } from 'vitest';
import { type Run, run, runAt } from './run.ts';

const START = Date.parse('2026-01-05T12:00:00Z');

/** A project as `init` makes it, and commands that are typed in it. */
export interface TestProject {
  readonly cwd: string;
  /** The time of its commands. It stands still, until a test changes it. */
  readonly time: { now: number };
  readonly run: (...argv: string[]) => Promise<Run>;
  /** A token of an agent. */
  readonly identity: (agent: string, ...more: string[]) => Promise<string>;
  /** Changes a file of it. */
  readonly edit: (file: string, change: (text: string) => string) => void;
}

/** Makes projects for the tests of a file, each as a copy of one that was made once. */
export function projects(): () => TestProject {
  let template: string;
  beforeAll(async () => {
    template = mkdtempSync(join(tmpdir(), 'agent-safe-'));
    await run(template, 'init', '.');
    return () => rmSync(template, { recursive: true, force: true });
  });
  return () => {
    const cwd = mkdtempSync(join(tmpdir(), 'agent-safe-'));
    onTestFinished(() => rmSync(cwd, { recursive: true, force: true }));
    cpSync(template, cwd, { recursive: true });
    const time = { now: START };
    const runHere = (...argv: string[]) => runAt(() => time.now, cwd, ...argv);
    return {
      cwd,
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
