import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder, shareFolder } from '@agent-safe/testkit/folders';
import { beforeAll } from 'vitest';
import { type Run, run } from './run.ts';

/** A project as `init` makes it, and commands that are typed in it. */
export interface TestProject {
  readonly cwd: string;
  readonly run: (...argv: string[]) => Promise<Run>;
  /** A token of an agent. */
  readonly identity: (agent: string, ...more: string[]) => Promise<string>;
  /** Changes a file of it. */
  readonly edit: (file: string, change: (text: string) => string) => void;
}

/** Makes projects for the tests of a file, each as a copy of one that was made once. */
export function projects(): () => TestProject {
  const template = shareFolder();
  beforeAll(async () => {
    await run(template(), 'init', '.');
  });
  return () => {
    const cwd = makeFolder();
    cpSync(template(), cwd, { recursive: true });
    return {
      cwd,
      run: (...argv) => run(cwd, ...argv),
      identity: async (agent, ...more) => (await run(cwd, 'identity', 'create', '--agent', agent, ...more)).out.trim(),
      edit: (file, change) => {
        const path = join(cwd, file);
        writeFileSync(path, change(readFileSync(path, 'utf8')));
      },
    };
  };
}
