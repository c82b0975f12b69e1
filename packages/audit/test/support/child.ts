import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

/** Most of the time that a short process takes is to compile what it runs. */
const CACHE = fileURLToPath(new URL('../../node_modules/.cache/compile', import.meta.url));

/** Another process that works on a log. */
export interface Child {
  readonly process: ChildProcessByStdio<Writable, Readable, null>;
  /** The lines that it has written. */
  readonly lines: readonly string[];
  /** Resolves when it has written so many lines, or all that it ever will. */
  readonly written: (count: number) => Promise<void>;
  /** Resolves to its exit code when it is gone; null where it was killed. */
  readonly gone: Promise<number | null>;
}

/** Starts one of the programs in `children`. It is killed when the test ends, if it has not ended by then. */
export function startChild(program: 'lock-holder' | 'writer', ...parameters: readonly string[]): Child {
  const file = fileURLToPath(new URL(`./children/${program}.ts`, import.meta.url));
  const child = spawn(process.execPath, ['--conditions=@agent-safe/source', file, ...parameters], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, NODE_COMPILE_CACHE: CACHE },
  });
  // Who is killed cannot be told anything any more.
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
