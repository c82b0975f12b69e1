import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JsonObject } from '@agent-safe/core';
import { EnvironmentVault } from '@agent-safe/runner';
import { makeFolder } from '@agent-safe/testkit/folders';
import { KubernetesVault } from '../../../src/index.ts';
import { openProxy } from './api-proxy.ts';
import { makeAdminToken } from './kills.ts';
import { apply, getJson, LIVE } from './kubectl.ts';
import { openVault } from './lease-vault.ts';
import { openLive } from './live.ts';

/** `static`: one token for every run. `ticket`: credentials that a vault issues for each ticket. */
export const CREDENTIALS = ['static', 'ticket'] as const;
export type Credentials = (typeof CREDENTIALS)[number];

export interface ThreatOptions {
  /** Whether the API is reached without a proxy, which web sockets need. */
  readonly isDirect?: boolean;
  readonly kubectl?: string;
}

/** Opens a runner whose vault and executor reach the API by a proxy, and a ConfigMap `settings` with the key `a`. */
export async function openThreat(credentials: Credentials, { isDirect = false, kubectl }: ThreatOptions = {}) {
  const { home, leftovers, settings, uid } = await openVault();
  const token = await makeAdminToken(home);
  const proxy = await openProxy({ token });
  const clusters = { test: { uid, kubeconfig: isDirect ? LIVE.kubeconfig : proxy.kubeconfig } };
  const vault =
    credentials === 'ticket'
      ? new KubernetesVault({ ...settings, clusters })
      : new EnvironmentVault({ environment: { AGENT_SAFE_KUBERNETES_TOKEN: token } });
  const live = await openLive({
    executor: { clusters, ...(kubectl === undefined ? {} : { kubectl }) },
    runner: { vault, commandAllowlist: [['true']] },
  });
  const { namespace } = live;
  await apply({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'settings', namespace }, data: { a: 'old' } });
  const params: JsonObject = { namespace, configmap: 'settings', key: 'a', value: 'new' };
  const readData = async () =>
    (await getJson('configmap', 'settings', `--namespace=${namespace}`)).data as Readonly<Record<string, string>>;
  return { ...live, home, leftovers, params, proxy, readData, token };
}

/** Requests of a proxy that change an object of the tests, and not only in a dry run. */
export function changesIn(lines: readonly string[], namespace: string): readonly string[] {
  return lines.filter(
    (line) =>
      !line.startsWith('GET ') && line.includes(`/namespaces/${namespace}/configmaps`) && !line.includes('dryRun'),
  );
}

/** Writes a kubectl that records its arguments. @returns its path, and the arguments of each process */
export function makeRecordingKubectl() {
  const folder = makeFolder();
  const [program, log] = [join(folder, 'kubectl'), join(folder, 'arguments')];
  writeFileSync(log, '');
  writeFileSync(
    program,
    `#!/bin/sh\nprintf '%s\\037' "$@" >>'${log}'\nprintf '\\036' >>'${log}'\nexec '${LIVE.kubectl}' "$@"\n`,
  );
  chmodSync(program, 0o755);
  const read = () =>
    readFileSync(log, 'utf8')
      .split('\u001e')
      .filter((line) => line !== '')
      .map((line) => line.split('\u001f').slice(0, -1));
  return { program, read };
}

/** Replaces everything that differs between two runs of one action: names of leases, temporary files and times. */
export function shapeOf(text: string): string {
  return text
    .replaceAll(/lease-[0-9a-f-]{36}/g, 'LEASE')
    .replaceAll(/\/[\w./-]*agent-safe-[\w./-]+/g, 'FILE')
    .replaceAll(/resourceVersion=\d+/g, 'VERSION')
    .replaceAll(/\btimeout=\d+s/g, 'TIMEOUT');
}
