import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

/** Compiled code is cached in this folder, because compiling takes most of the time of a short process. */

/** A child process that works on a log. */
export interface Child {
  readonly process: ChildProcessByStdio<Writable, Readable, null>;
  /** Lines of its output so far. */
  readonly lines: readonly string[];
  /** Resolves when it has written so many lines, or when its output ends. */
  readonly written: (count: number) => Promise<void>;
  /** Resolves to its exit code when it has ended; null if it was killed. */
  readonly gone: Promise<number | null>;
}

/** Starts one of the programs in `children`. The process is killed when the test ends. */
export function startChild(
  program: 'anchored-writer' | 'lock-holder' | 'writer',
  ...parameters: readonly string[]
): Child {
  const file = fileURLToPath(new URL(`./children/${program}.ts`, import.meta.url));
  const child = spawn(process.execPath, ['--conditions=@agent-safe/source', file, ...parameters], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  // Writing to a killed process fails.
  child.stdin.on('error', () => undefined);
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  const lines: string[] = [];
  const waiting: { readonly count: number; readonly resolve: () => void }[] = [];
  const reader = createInterface({ input: child.stdout });
  reader.on('line', (line) => {
    lines.push(line);
    for (const { count, resolve } of waiting) if (lines.length >= count) resolve();
  });
  const closed = once(reader, 'close').then(() => {
    for (const { resolve } of waiting) resolve();
  });
  const gone = once(child, 'exit').then(async ([code]) => {
    await closed;
    return code as number | null;
  });
  const written = (count: number) =>
    new Promise<void>((resolve) => {
      if (lines.length >= count) resolve();
      else waiting.push({ count, resolve });
      void gone.then(() => resolve());
    });
  return { process: child, lines, written, gone };
}
