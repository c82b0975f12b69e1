import { fork } from 'node:child_process';
import { once } from 'node:events';
import { onTestFinished } from 'vitest';

const PROGRAM = new URL('./children/approvals-user.ts', import.meta.url);

export type Task =
  | { readonly verb: 'live'; readonly name: string; readonly count: number }
  | { readonly verb: 'ask'; readonly digest: string }
  | { readonly verb: 'approve'; readonly id: string; readonly who: string }
  | { readonly verb: 'claim'; readonly id: string; readonly digest: string; readonly audit_id: string }
  | { readonly verb: 'wait'; readonly id: string };

/** Another process that uses the approvals of a folder. */
export interface ApprovalsProcess {
  /** Resolves to the answer of the process, or to 'gone' if it was killed. */
  ask(task: Task): Promise<unknown>;
  kill(): void;
}

/** Starts one process, which is killed when the test ends. */
async function startProcess(folder: string, key: Uint8Array): Promise<ApprovalsProcess> {
  const child = fork(PROGRAM, [folder, Buffer.from(key).toString('base64url')], {
    execArgv: ['--conditions=@agent-safe/source'],
  });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  const waiting = new Map<number, (value: unknown) => void>();
  const started = new Promise<unknown>((resolve) => waiting.set(0, resolve));
  void once(child, 'exit').then(() => {
    for (const resolve of waiting.values()) resolve('gone');
  });
  child.on('message', ({ id, value }: { id: number; value: unknown }) => {
    waiting.get(id)?.(value);
    waiting.delete(id);
  });
  // Sending to a killed process fails.
  child.on('error', () => undefined);
  if ((await started) === 'gone') throw new Error('A process of the test did not start.');
  let last = 0;
  return {
    ask: (task) =>
      new Promise((resolve) => {
        last += 1;
        waiting.set(last, resolve);
        child.send({ id: last, task }, () => undefined);
      }),
    kill: () => {
      child.kill('SIGKILL');
    },
  };
}

/** Starts several processes at the same time. */
export function startProcesses(count: number, folder: string, key: Uint8Array): Promise<ApprovalsProcess[]> {
  return Promise.all(Array.from({ length: count }, () => startProcess(folder, key)));
}
