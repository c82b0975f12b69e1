import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AuditLog, openAuditLog } from '@agent-safe/audit';
import { actionsPath } from '@agent-safe/catalog';
import { digestAction, type JsonObject } from '@agent-safe/core';
import { loadProject } from '@agent-safe/registry';
import { Runner } from '@agent-safe/runner';
import { sampleTokenKey } from '@agent-safe/testkit';
import { issueTicket, MemoryNonceStore } from '@agent-safe/tickets';
import { Cluster } from '../src/api/cluster.ts';
import { readClusterUid } from '../src/api/connector.ts';
import { create } from '../src/api/request.ts';
import type { Transport } from '../src/api/transport.ts';
import { type Dialer, VerifiedConnector } from '../src/api/verified-connector.ts';
import { KubernetesExecutor } from '../src/index.ts';
import { KubectlDialer } from '../src/kubectl/kubectl-dialer.ts';
import { NativeDialer } from '../src/native/native-dialer.ts';

/** Executions of one action by each transport. */
interface Sizes {
  readonly rounds: number;
  /** Whether the times are compared with their limit. One round shows only that the bench works. */
  readonly isTimed: boolean;
}

export const full: Sizes = { rounds: 20, isTimed: true };
export const smoke: Sizes = { rounds: 1, isTimed: false };

const OUTPUT_LIMIT = 1_048_576;
const { signing: key, verification } = sampleTokenKey();
const { actions } = loadProject({ registry: actionsPath });
const [KUBECONFIG = '', PROGRAM = ''] = [process.env.AGENT_SAFE_TEST_KUBECONFIG, process.env.AGENT_SAFE_TEST_KUBECTL];

/** Counts the calls of the API: requests, and the starts of watches. */
class Counter<Access> implements Dialer<Access> {
  calls = 0;
  readonly #dialer: Dialer<Access>;

  constructor(dialer: Dialer<Access>) {
    this.#dialer = dialer;
  }

  read(...given: Parameters<Dialer<Access>['read']>): Promise<Access> {
    return this.#dialer.read(...given);
  }

  hasUser(access: Access): boolean {
    return this.#dialer.hasUser(access);
  }

  async connect(...given: Parameters<Dialer<Access>['connect']>): Promise<Transport> {
    const transport = await this.#dialer.connect(...given);
    const count = () => {
      this.calls += 1;
    };
    return {
      send: (request) => {
        count();
        return transport.send(request);
      },
      readLog: (path) => transport.readLog(path),
      exec: (request) => transport.exec(request),
      forwardPort: (...request) => transport.forwardPort(...request),
      describe: (operation) => transport.describe(operation),
      ...(transport.watch === undefined
        ? {}
        : {
            watch: (...watch) => {
              count();
              return transport.watch?.(...watch) ?? Promise.resolve();
            },
          }),
    };
  }
}

const forever = () => ({
  signal: new AbortController().signal,
  deadline: Date.now() + 600_000,
  clock: Date.now,
  progress: () => undefined,
});

/** Opens full access for the preparation and the end of the bench. */
async function openCluster(): Promise<Cluster> {
  const dialer = new NativeDialer(OUTPUT_LIMIT);
  return new Cluster(await dialer.connect(await dialer.read(KUBECONFIG, undefined), null, forever()));
}

function openRunner(folder: string, executor: KubernetesExecutor) {
  const path = join(folder, `${executor.name}.jsonl`);
  const log = new AuditLog(path, { clock: Date.now });
  const runner = new Runner({
    actions,
    audit: log,
    history: openAuditLog(path),
    executors: [executor],
    ambientCredentials: true,
    tickets: { keys: [verification], nonces: new MemoryNonceStore() },
  });
  let issued = 0;
  return async (name: string, params: JsonObject): Promise<number> => {
    const action = actions.find((each) => each.name === name);
    if (action === undefined) throw new Error(`The catalog has no action ${name}.`);
    issued += 1;
    const request = {
      ...{
        action: name,
        target: 'bench/target',
        target_type: action.target_types[0] ?? '',
        scope: { cluster: 'bench' },
      },
      ...{ caller: 'bench', caller_verified: true, caller_jti: null, chain: [], params, ticket_id: null },
      ...{ definition: digestAction(action), audit_id: `evt-${issued}`, evaluated_at: Date.now() },
    };
    const options = { key, issuer: 'agent-safe', audience: 'agent-safe-runner', ttl: 300 };
    const { token } = issueTicket(request, options);
    const started = performance.now();
    const result = await runner.run(token, { executor: executor.name, timeout: 60 });
    const took = performance.now() - started;
    if (!result.ok || result.outcome !== 'success') throw new Error(`${executor.name} ${name}: ${result.reason}`);
    return took;
  };
}

function median(values: readonly number[]): number {
  return values.toSorted((left, right) => left - right)[values.length >> 1] ?? 0;
}

export async function run({ isTimed, rounds }: Sizes): Promise<void> {
  if (KUBECONFIG === '' || PROGRAM === '') {
    console.log('Skipped: no Kubernetes API is configured (AGENT_SAFE_TEST_KUBECONFIG, AGENT_SAFE_TEST_KUBECTL).');
    return;
  }
  const folder = mkdtempSync(join(tmpdir(), 'agent-safe-bench-'));
  const cluster = await openCluster();
  const namespace = `bench-${randomBytes(4).toString('hex')}`;
  const clusters = { bench: { uid: await readClusterUid(cluster), kubeconfig: KUBECONFIG } };
  await cluster.ask(create('/api/v1/namespaces', { metadata: { name: namespace } }));
  try {
    await prepare(cluster, namespace);
    const native = new Counter(new NativeDialer(OUTPUT_LIMIT));
    const kubectl = new KubectlDialer({ kubectl: PROGRAM, outputLimit: OUTPUT_LIMIT });
    const open = <Access>(name: string, dialer: Dialer<Access>) =>
      openRunner(folder, new KubernetesExecutor({ name, connector: new VerifiedConnector(dialer, { clusters }) }));
    const [byNative, byKubectl] = [open('k8s', native), open('subprocess', kubectl)];
    console.log(
      `| action, median of ${rounds} | calls, least | calls, k8s | at most | ms, k8s | ms, subprocess | times faster | at least |`,
    );
    console.log('|---|---|---|---|---|---|---|---|');
    const total = { native: 0, kubectl: 0 };
    for (const [name, { least, paramsOf }] of Object.entries(CASES)) {
      // The first round is a warm-up.
      const [fast, slow, calls]: [number[], number[], number[]] = [[], [], []];
      for (let round = 0; round <= rounds; round += 1) {
        const before = native.calls;
        const first = await byNative(name, { namespace, ...paramsOf(2 * round) });
        const counted = native.calls - before;
        const second = await byKubectl(name, { namespace, ...paramsOf(2 * round + 1) });
        if (round === 0) continue;
        fast.push(first);
        slow.push(second);
        calls.push(counted);
      }
      const [ms, msKubectl, count] = [median(fast), median(slow), median(calls)];
      total.native += ms;
      total.kubectl += msKubectl;
      console.log(
        `| ${name} | ${least} | ${count} (${(count / least).toFixed(2)}×) | ${MOST_CALLS}× | ${ms.toFixed(0)} | ${msKubectl.toFixed(0)} | ${(msKubectl / ms).toFixed(1)}× | |`,
      );
      if (count > least * MOST_CALLS)
        throw new Error(`${name} needs ${count} calls, more than ${MOST_CALLS} × ${least}.`);
    }
    const ratio = total.kubectl / total.native;
    console.log(
      `| all | | | | ${total.native.toFixed(0)} | ${total.kubectl.toFixed(0)} | ${ratio.toFixed(1)}× | ${LEAST_SPEEDUP}× |`,
    );
    if (isTimed && ratio < LEAST_SPEEDUP)
      throw new Error(`"k8s" is only ${ratio.toFixed(1)} times faster than kubectl.`);
  } finally {
    await cluster.ask({ method: 'DELETE', path: `/api/v1/namespaces/${namespace}` });
    rmSync(folder, { recursive: true });
  }
}

const MOST_CALLS = 1.5;
const LEAST_SPEEDUP = 5;

interface Case {
  /**
   * Calls that the execution needs at least: the identity of the cluster, one for each check that asks it, the state before, the change,
   * its effect and the state after.
   */
  readonly least: number;
  /** Each round makes another change. */
  readonly paramsOf: (round: number) => JsonObject;
}

/** The measured actions. `scale-deployment` also waits for the controllers of the cluster. */
const CASES: Readonly<Record<string, Case>> = {
  'update-configmap': {
    least: 7,
    paramsOf: (round) => ({ configmap: 'settings', key: 'color', value: `color-${round}` }),
  },
  'scale-hpa': { least: 6, paramsOf: (round) => ({ hpa: 'limits', min_replicas: 1 + (round % 2), max_replicas: 3 }) },
  'scale-deployment': { least: 7, paramsOf: (round) => ({ deployment: 'empty', replicas: round % 2 }) },
};

async function prepare(cluster: Cluster, namespace: string): Promise<void> {
  const make = (group: string, plural: string, body: JsonObject) =>
    cluster.ask(create(`${group}/namespaces/${namespace}/${plural}`, body));
  await make('/api/v1', 'configmaps', { metadata: { name: 'settings' }, data: { color: 'blue' } });
  await make('/apis/autoscaling/v2', 'horizontalpodautoscalers', {
    metadata: { name: 'limits' },
    spec: { maxReplicas: 3, scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'other' } },
  });
  const template = {
    metadata: { labels: { app: 'empty' } },
    spec: { terminationGracePeriodSeconds: 0, containers: [{ name: 'main', image: 'registry.k8s.io/pause:3.9' }] },
  };
  await make('/apis/apps/v1', 'deployments', {
    metadata: { name: 'empty' },
    spec: { replicas: 1, selector: { matchLabels: { app: 'empty' } }, template },
  });
}
