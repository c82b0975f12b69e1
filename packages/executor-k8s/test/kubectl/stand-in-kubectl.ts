import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { actionsPath } from '@agent-safe/catalog';
import type { Execution, ExecutionContext, JsonObject } from '@agent-safe/core';
import { loadProject } from '@agent-safe/registry';
import { makeFolder } from '@agent-safe/testkit/folders';
import { KubectlExecutor, type KubectlExecutorOptions } from '../../src/index.ts';

export const ACTIONS = loadProject({ registry: actionsPath }).actions.filter(({ target_types: types }) =>
  types.some((type) => type.startsWith('k8s-')),
);
const KUBECONFIG = {
  clusters: [{ name: 'c', cluster: { server: 'https://127.0.0.1:1' } }],
  users: [{ name: 'u', user: { token: 'token-of-the-kubeconfig' } }],
};

/** Program in place of kubectl. It records its arguments and answers with a script. */
export function makeStandIn(script: string) {
  const folder = makeFolder();
  const program = join(folder, 'kubectl');
  const calls = join(folder, 'calls');
  const kubeconfig = join(folder, 'kubeconfig');
  const uid = join(folder, 'uid');
  /** Uid of its cluster. */
  const setUid = (id: string) => writeFileSync(uid, JSON.stringify({ metadata: { uid: id } }));
  // Each word ends with a zero byte, which no word can contain.
  const record = `for word in "$@"; do printf '%s\\0' "$word"; done >>'${calls}'; printf '\\0' >>'${calls}'`;
  const config = `case "$1$2" in configview) cat '${kubeconfig}'; exit 0;; esac
case "$*" in *kube-system*) cat '${uid}'; exit 0;; esac`;
  writeFileSync(program, `#!/bin/sh\n${config}\n${record}\n${script}\n`);
  chmodSync(program, 0o755);
  writeFileSync(kubeconfig, JSON.stringify(KUBECONFIG));
  setUid('uid-of-dev');
  return {
    program,
    folder,
    kubeconfig,
    setUid,
    /** Words of every call, without the calls that read a kubeconfig. */
    calls: (): readonly (readonly string[])[] =>
      existsSync(calls)
        ? readFileSync(calls, 'utf8')
            .split('\0\0')
            .filter((call) => call !== '')
            .map((call) => call.split('\0'))
        : [],
    executor: (options: Partial<KubectlExecutorOptions> = {}) =>
      new KubectlExecutor({ clusters: { dev: { uid: 'uid-of-dev', kubeconfig } }, kubectl: program, ...options }),
  };
}

export function executionOf(name: string, params: JsonObject, token: string | null = 'token-of-the-lease'): Execution {
  const action = ACTIONS.find((each) => each.name === name);
  if (action === undefined) throw new Error(`The catalog must have ${name}.`);
  const expires_at = '2126-01-01T00:00:00.000Z';
  const lease = { lease_id: 'lease-1', type: 'kubernetes', values: { token: token ?? '' }, expires_at };
  return {
    audit_id: 'evt-1',
    action,
    params,
    target: { id: 'dev/app', type: 'k8s-deployment', scope: { cluster: 'dev' } },
    credentials: token === null ? null : lease,
  };
}

export function contextOf(timeout = 20_000): ExecutionContext {
  return {
    signal: AbortSignal.timeout(timeout),
    deadline: Date.now() + timeout,
    clock: Date.now,
    progress: () => undefined,
  };
}
