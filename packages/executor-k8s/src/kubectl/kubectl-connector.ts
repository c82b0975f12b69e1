import { existsSync } from 'node:fs';
import {
  type CredentialLease,
  type Execution,
  type ExecutionContext,
  quote,
  type Refused,
  type ScopeProbe,
  type ScopeResult,
  type TargetScope,
} from '@agent-safe/core';
import { Cluster } from '../api/cluster.ts';
import { type Connector, readClusterUid } from '../api/connector.ts';
import type { Transport } from '../api/transport.ts';
import { type Kubeconfig, KubeconfigInvalid } from './kubeconfig.ts';
import { Kubectl } from './kubectl.ts';
import { KubectlTransport } from './kubectl-transport.ts';
import type { KubectlExecutorOptions } from './options.ts';

/** Milliseconds to read a kubeconfig. No cluster is contacted. */
const LONGEST_READING = 10_000;
/** Executions whose kubeconfig is remembered. One that is older is verified again. */
const MOST_EXECUTIONS = 1_000;
/** Bytes of texts for people, such as logs. */
const OUTPUT_LIMIT = 1_048_576;

/** The clusters that an executor reaches by kubectl, and how each is reached. */
export class KubectlConnector implements Connector {
  readonly #options: KubectlExecutorOptions;
  readonly #kubectl: Kubectl;
  /** By the cluster and the decision that is carried out: what was verified for it is what it uses. */
  readonly #verified = new Map<string, Kubeconfig>();

  constructor(options: KubectlExecutorOptions) {
    this.#options = options;
    this.#kubectl = new Kubectl({
      program: options.kubectl ?? 'kubectl',
      environment: options.environment ?? process.env,
    });
  }

  async checkScope(scope: TargetScope, probe?: ScopeProbe): Promise<ScopeResult> {
    const configured = this.#checkConfigured(scope);
    if (!configured.ok || probe === undefined) return configured;
    const { context, execution } = probe;
    // Other credentials lead nowhere else.
    const key = keyOf(scope, execution);
    if (execution.credentials !== null && this.#verified.has(key)) return { ok: true };
    this.#verified.delete(key);
    const verified = await this.#verify(scope.cluster ?? '', context);
    if (!verified.ok) return verified;
    this.#verified.set(key, verified.kubeconfig);
    const [oldest] = this.#verified.keys();
    if (this.#verified.size > MOST_EXECUTIONS && oldest !== undefined) this.#verified.delete(oldest);
    return { ok: true };
  }

  /** @throws KubeconfigInvalid where the target is in no cluster that is known, or in another than its name says */
  async open(execution: Execution, context: ExecutionContext): Promise<Transport> {
    const scope = execution.target?.scope ?? {};
    const configured = this.#checkConfigured(scope);
    if (!configured.ok) throw new KubeconfigInvalid(configured.reason);
    const known = this.#verified.get(keyOf(scope, execution));
    if (known !== undefined) return this.#connect(known, execution.credentials, context);
    const verified = await this.#verify(scope.cluster ?? '', context);
    if (!verified.ok) throw new KubeconfigInvalid(verified.reason);
    return this.#connect(verified.kubeconfig, execution.credentials, context);
  }

  /** Whether a scope is configured. No cluster is contacted. */
  #checkConfigured({ cluster: name, ...others }: TargetScope): ScopeResult {
    if (name === undefined) return unknownScope('The target is in no cluster, and kubectl reaches clusters alone.');
    const [other] = Object.keys(others);
    if (other !== undefined) return unknownScope(`Nobody here can tell whether its ${other} is the one that is meant.`);
    const known = Object.hasOwn(this.#options.clusters, name) ? this.#options.clusters[name] : undefined;
    if (known === undefined) {
      const names = Object.keys(this.#options.clusters).map((each) => quote(each));
      const configured = names.length === 0 ? 'none' : names.join(', ');
      const advice = `Add it under "runner.clusters". Configured so far: ${configured}.`;
      return unknownScope(`The cluster ${quote(name)} is not configured. ${advice}`);
    }
    const file = this.#fileOf(name);
    if (file === undefined || existsSync(file)) return { ok: true };
    return unknownScope(`There is no kubeconfig ${quote(file)}.`);
  }

  /** Asks a cluster who it is, by the user of the kubeconfig: credentials are for the one that was meant, and for no other. */
  async #verify(name: string, context: ExecutionContext): Promise<VerifiedCluster> {
    const kubeconfig = await this.#readKubeconfig(name, context.signal);
    if (kubeconfig.user === undefined) {
      return otherScope(
        `The kubeconfig for ${quote(name)} has no user, and nobody can ask the cluster who it is. Give it one who may get the namespace kube-system.`,
      );
    }
    const uid = await readClusterUid(new Cluster(this.#connect(kubeconfig, null, context)));
    const expected = this.#options.clusters[name]?.uid;
    if (uid === expected) return { ok: true, kubeconfig };
    return otherScope(`${quote(name)} is the cluster ${expected ?? ''}, and the kubeconfig leads to ${uid}.`);
  }

  #connect(kubeconfig: Kubeconfig, lease: CredentialLease | null, { clock, deadline, signal }: ExecutionContext) {
    const outputLimit = this.#options.outputLimit ?? OUTPUT_LIMIT;
    return new KubectlTransport(this.#kubectl, { kubeconfig, lease, signal, deadline, clock, outputLimit });
  }

  /** Reads it each time, because credentials are renewed while a process runs. */
  #readKubeconfig(name: string, signal: AbortSignal): Promise<Kubeconfig> {
    const { clusters, context, kubeconfig } = this.#options;
    // A context that was named without a file is one of the file that is configured.
    const chosen = context ?? (kubeconfig === undefined ? clusters[name]?.context : undefined);
    return this.#kubectl.readKubeconfig(
      this.#fileOf(name),
      chosen,
      AbortSignal.any([signal, AbortSignal.timeout(LONGEST_READING)]),
    );
  }

  #fileOf(name: string): string | undefined {
    return this.#options.kubeconfig ?? this.#options.clusters[name]?.kubeconfig;
  }
}

function keyOf({ cluster }: TargetScope, { audit_id }: Execution): string {
  return JSON.stringify([cluster, audit_id]);
}

type VerifiedCluster = { readonly ok: true; readonly kubeconfig: Kubeconfig } | Refused<'scope_mismatch'>;

function otherScope(reason: string): Refused<'scope_mismatch'> {
  return { ok: false, code: 'scope_mismatch', reason };
}

function unknownScope(reason: string): Refused<'scope_unknown'> {
  return { ok: false, code: 'scope_unknown', reason };
}
