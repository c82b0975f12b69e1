import { fork } from 'node:child_process';
import { once } from 'node:events';
import type { Bearer, RateLimit, RevocationSubject } from '@agent-safe/core';
import type { VerificationKey } from '@agent-safe/tokens';
import { onTestFinished } from 'vitest';

/** Compiled code is cached in this folder, because compiling takes most of the time of a short process. */
const PROGRAM = new URL('./children/state-user.ts', import.meta.url);

type Task =
  | { readonly verb: 'open'; readonly path: string }
  | { readonly verb: 'redeem'; readonly nonce: string; readonly expiresAt: number }
  | { readonly verb: 'use'; readonly ticket: string; readonly key: VerificationKey }
  | { readonly verb: 'revoke'; readonly subject: RevocationSubject }
  | { readonly verb: 'isRevoked'; readonly bearer: Bearer }
  | { readonly verb: 'admit'; readonly key: string; readonly limits: RateLimit; readonly now: number }
  /** Sends one request after another for so many milliseconds. Answers with `Asked`. */
  | { readonly verb: 'admitMany'; readonly key: string; readonly limits: RateLimit; readonly lasts: number }
  | {
      readonly verb: 'weigh';
      readonly key: string;
      readonly weight: number;
      readonly window: number;
      readonly once?: string;
      readonly now: number;
    };

export type Question = Task & { readonly id: number };

export interface Answer {
  readonly id: number;
  readonly value: unknown;
}

export interface Asked {
  readonly count: number;
  /** Start and answer of an admitted request, in milliseconds since 1970. */
  readonly admitted: readonly (readonly [number, number])[];
}

/** A child process that uses a state file. */
export interface StateProcess {
  /** Sends a task. Resolves to the answer, or to 'gone' if the process is killed before. */
  ask(task: Task): Promise<Answer['value']>;
  /** Kills the process with SIGKILL. */
  kill(): void;
  /** Lets the process end by itself. @returns its exit code; null if it was killed */
  end(): Promise<number | null>;
}

/** Starts a process. It is killed when the test ends. */
export async function startProcess(): Promise<StateProcess> {
  const child = fork(PROGRAM, {
    execArgv: ['--conditions=@agent-safe/source'],
  });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  const waiting = new Map<number, (value: Answer['value']) => void>();
  let isGone = false;
  const gone = once(child, 'exit').then(([code]) => {
    isGone = true;
    for (const resolve of waiting.values()) resolve('gone');
    waiting.clear();
    return code as number | null;
  });
  const started = new Promise<Answer['value']>((resolve) => waiting.set(0, resolve));
  child.on('message', ({ id, value }: Answer) => {
    waiting.get(id)?.(value);
    waiting.delete(id);
  });
  // Writing to a killed process fails.
  child.on('error', () => undefined);
  if ((await started) === 'gone') throw new Error('a child process of the test did not start');
  let last = 0;
  return {
    ask: (task) =>
      new Promise((resolve) => {
        last += 1;
        if (isGone || !child.connected) return resolve('gone');
        waiting.set(last, resolve);
        child.send({ ...task, id: last } satisfies Question, () => undefined);
      }),
    kill: () => {
      child.kill('SIGKILL');
    },
    end: () => {
      if (child.connected) child.disconnect();
      return gone;
    },
  };
}

/** Starts several processes at the same time. */
export function startProcesses(count: number): Promise<StateProcess[]> {
  return Promise.all(Array.from({ length: count }, startProcess));
}
