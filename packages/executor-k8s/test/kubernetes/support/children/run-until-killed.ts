import childProcess from 'node:child_process';
import https from 'node:https';
import { syncBuiltinESMExports } from 'node:module';
import { AuditLog, openAuditLog } from '@agent-safe/audit';
import type { CredentialVault } from '@agent-safe/core';
import { EnvironmentVault, Runner, type RunResult } from '@agent-safe/runner';
import { openStateDatabase } from '@agent-safe/store-sqlite';
import { MemoryNonceStore } from '@agent-safe/tickets';
import type { KilledRun } from '../killed-run.ts';

const kill = () => process.kill(process.pid, 'SIGKILL');

/** Counts the requests and the processes of kubectl, and ends this process at the chosen one. */
function killAt({ delay, moment, request }: KilledRun): () => number {
  let steps = 0;
  const isChosen = (): boolean => {
    steps += 1;
    if (steps !== request) return false;
    if (moment === 'before') kill();
    return true;
  };
  const afterStart = () => {
    if (moment === 'sent') setImmediate(kill);
    if (moment === 'delayed') setTimeout(kill, delay);
  };
  const { request: send } = https;
  https.request = ((...args: Parameters<typeof send>) => {
    const chosen = isChosen();
    const sent = send(...args);
    if (chosen) sent.once('finish', afterStart);
    if (chosen && moment === 'answered') sent.prependOnceListener('response', kill);
    return sent;
  }) as typeof send;
  const { spawn } = childProcess;
  childProcess.spawn = ((...args: Parameters<typeof spawn>) => {
    // Another process of the executor ends kubectl when the runner is killed.
    const chosen = args[0] !== process.execPath && isChosen();
    const child = spawn(...args);
    if (chosen) child.once('spawn', afterStart);
    if (chosen && moment === 'answered') child.prependOnceListener('exit', kill);
    return child;
  }) as typeof spawn;
  syncBuiltinESMExports();
  return () => steps;
}

async function main(run: KilledRun): Promise<void> {
  const countSteps = killAt(run);
  // Loaded after the replacement of `request` and `spawn`.
  const { KubectlExecutor, KubernetesVault, NativeExecutor } = await import('../../../../src/index.ts');
  const {
    action,
    executor,
    home,
    kubeconfig,
    kubectl,
    log: path,
    state,
    staticToken,
    tickets,
    uid,
    verification,
  } = run;
  const clusters = { test: { uid, kubeconfig } };
  const vault: CredentialVault =
    staticToken === null
      ? new KubernetesVault({ clusters, namespace: home, owner: home })
      : new EnvironmentVault({ environment: { AGENT_SAFE_KUBERNETES_TOKEN: staticToken } });
  const nonces = state === null ? new MemoryNonceStore() : openStateDatabase(state).nonces;
  const log = new AuditLog(path);
  const runner = new Runner({
    tickets: { keys: [verification], nonces },
    actions: [action],
    executors: [executor === 'k8s' ? new NativeExecutor({ clusters }) : new KubectlExecutor({ clusters, kubectl })],
    vault,
    audit: log,
    history: openAuditLog(path),
  });
  const reports: RunResult[] = [];
  for (const ticket of tickets) reports.push(await runner.run(ticket, { executor, timeout: 60 }));
  await log.close();
  process.stdout.write(JSON.stringify({ steps: countSteps(), reports }));
}

await main(JSON.parse(process.argv[2] ?? '') as KilledRun);
