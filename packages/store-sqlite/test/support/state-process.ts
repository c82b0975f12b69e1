import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Bearer, RateLimit, RevocationSubject } from '@agent-safe/core';
import type { VerificationKey } from '@agent-safe/tokens';
import { onTestFinished } from 'vitest';

/** Most of the time that a short process takes is to compile what it runs. */
const CACHE = fileURLToPath(new URL('../../node_modules/.cache/compile', import.meta.url));
const PROGRAM = new URL('./children/state-user.ts', import.meta.url);

type Task =
  | { readonly verb: 'open'; readonly path: string }
  | { readonly verb: 'redeem'; readonly nonce: string; readonly expiresAt: number }
  | { readonly verb: 'use'; readonly ticket: string; readonly key: VerificationKey }
  | { readonly verb: 'revoke'; readonly subject: RevocationSubject }
  | { readonly verb: 'isRevoked'; readonly bearer: Bearer }
  | { readonly verb: 'admit'; readonly key: string; readonly limits: RateLimit; readonly now: number }
  /** One request after the other, by the clock, for so many milliseconds. Answers with `Asked`. */
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
  /** When a request was made that was admitted, and when it was told so: milliseconds since 1970. */
  readonly admitted: readonly (readonly [number, number])[];
}

/** Another process that uses a state. */
export interface StateProcess {
  /** Resolves to what it answers; 'gone' where it is killed before. */
  ask(task: Task): Promise<Answer['value']>;
  /** At once, as a loss of power would. */
  kill(): void;
  /** Lets it end by itself. @returns its exit code; null where it was killed */
  end(): Promise<number | null>;
}

/** Starts one. It is killed when the test ends, if it has not ended by then. */
export async function startProcess(): Promise<StateProcess> {
  const child = fork(PROGRAM, {
    execArgv: ['--conditions=@agent-safe/source'],
    env: { ...process.env, NODE_COMPILE_CACHE: CACHE },
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
  // Who is killed cannot be told anything any more.
  child.on('error', () => undefined);
  if ((await started) === 'gone') throw new Error('a process of the test did not start');
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

/** Starts many at the same time. */
export function startProcesses(count: number): Promise<StateProcess[]> {
  return Promise.all(Array.from({ length: count }, startProcess));
}
