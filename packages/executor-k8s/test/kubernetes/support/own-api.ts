import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { makeFolder } from '@agent-safe/testkit/folders';
import { onTestFinished } from 'vitest';
import type { Upstream } from './api-proxy.ts';
import { kubectl } from './kubectl.ts';

const SCRIPT = fileURLToPath(new URL('../../../../../infra/kubernetes/api.sh', import.meta.url));
const run = promisify(execFile);

/** An API of this test alone, which it may kill. */
export interface OwnApi {
  /** Path of the kubeconfig of an administrator. */
  readonly kubeconfig: string;
  readonly cluster: Upstream;
  /** Ends the API server at once. */
  kill(): void;
  /** Starts the API server again with the data that it had, and waits until it answers. */
  restart(): Promise<void>;
}

/** Starts a real API server and its etcd on free ports. Both end with the test. */
export async function openOwnApi(): Promise<OwnApi> {
  const folder = makeFolder();
  const port = String(await findPorts());
  const script = async (...argv: readonly string[]) => void (await run('bash', [SCRIPT, ...argv]));
  const start = () => script('start', folder, port);
  onTestFinished(() => script('remove', folder), 60_000);
  await start();
  const kubeconfig = join(folder, 'api/admin.kubeconfig');
  const view = ['config', 'view', '--raw', '--flatten', '--minify', '--output=json'];
  const { clusters } = JSON.parse(await kubectl(view, '', kubeconfig)) as {
    readonly clusters: readonly { readonly cluster: Upstream }[];
  };
  const cluster = clusters[0]?.cluster;
  if (cluster === undefined) throw new Error(`${kubeconfig} has no cluster.`);
  const kill = () => void process.kill(Number(readFileSync(join(folder, 'api/kube-apiserver.pid'), 'utf8')), 'SIGKILL');
  const restart = async () => {
    await script('kill', folder);
    await start();
  };
  return { kubeconfig, cluster, kill, restart };
}

/** Finds a free port that is followed by two free ports. */
async function findPorts(): Promise<number> {
  for (;;) {
    const first = 20_000 + Math.floor(Math.random() * 10_000);
    const free = await Promise.all([0, 1, 2].map((more) => isFree(first + more)));
    if (free.every(Boolean)) return first;
  }
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
