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

/** Milliseconds for reading a kubeconfig, which contacts no cluster. */
const LONGEST_READING = 10_000;
/** Number of executions with a cached kubeconfig. Older executions verify their cluster again. */
const MOST_EXECUTIONS = 1_000;
/** Default output limit for logs and commands, in bytes. */
const OUTPUT_LIMIT = 1_048_576;

/** Connects to the configured clusters with kubectl. */
export class KubectlConnector implements Connector {
  readonly #options: KubectlExecutorOptions;
  readonly #kubectl: Kubectl;
  /** Verified kubeconfigs, by cluster and decision. */
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
    // Issued credentials replace only the user. The cluster of the execution is verified already.
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

  /** Opens a transport. @throws KubeconfigInvalid if the cluster is not configured, or the kubeconfig leads to another cluster */
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

  /** Checks whether a scope is configured, without contacting a cluster. */
  #checkConfigured({ cluster: name, ...others }: TargetScope): ScopeResult {
    if (name === undefined)
      return unknownScope('The scope of the target has no cluster. Add "cluster" to its scope in the inventory.');
    const [other] = Object.keys(others);
    if (other !== undefined)
      return unknownScope(
        `The scope field ${quote(other)} is not supported for clusters. Remove it from the scope in the inventory.`,
      );
    const known = Object.hasOwn(this.#options.clusters, name) ? this.#options.clusters[name] : undefined;
    if (known === undefined) {
      const names = Object.keys(this.#options.clusters).map((each) => quote(each));
      const configured = names.length === 0 ? 'none' : names.join(', ');
      const advice = `Add it under "runner.clusters". Configured so far: ${configured}.`;
      return unknownScope(`The cluster ${quote(name)} is not configured. ${advice}`);
    }
    const file = this.#fileOf(name);
    if (file === undefined || existsSync(file)) return { ok: true };
    return unknownScope(`The kubeconfig ${quote(file)} does not exist.`);
  }

  /** Identifies a cluster with the user of the kubeconfig, before any credentials are issued for it. */
  async #verify(name: string, context: ExecutionContext): Promise<VerifiedCluster> {
    const kubeconfig = await this.#readKubeconfig(name, context.signal);
    if (kubeconfig.user === undefined) {
      return otherScope(
        `The kubeconfig for ${quote(name)} has no user, so the cluster cannot be identified. Add a user that may get the namespace kube-system.`,
      );
    }
    const uid = await readClusterUid(new Cluster(this.#connect(kubeconfig, null, context)));
    const expected = this.#options.clusters[name]?.uid;
    if (uid === expected) return { ok: true, kubeconfig };
    return otherScope(
      `The kubeconfig for ${quote(name)} leads to the cluster ${uid}, but the configured uid is ${expected ?? ''}.`,
    );
  }

  #connect(kubeconfig: Kubeconfig, lease: CredentialLease | null, { clock, deadline, signal }: ExecutionContext) {
    const outputLimit = this.#options.outputLimit ?? OUTPUT_LIMIT;
    return new KubectlTransport(this.#kubectl, { kubeconfig, lease, signal, deadline, clock, outputLimit });
  }

  /** Reads the kubeconfig for each execution, because its credentials may be renewed meanwhile. */
  #readKubeconfig(name: string, signal: AbortSignal): Promise<Kubeconfig> {
    const { clusters, context, kubeconfig } = this.#options;
    // A context without a file refers to the configured file.
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
