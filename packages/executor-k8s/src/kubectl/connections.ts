import { existsSync } from 'node:fs';
import { type CredentialLease, type Execution, type ExecutionContext, quote, type TargetScope } from '@agent-safe/core';
import { ApiError } from '../api/api-error.ts';
import { Cluster } from '../api/cluster.ts';
import { textAt } from '../api/json.ts';
import { API } from '../api/paths.ts';
import { type Kubeconfig, KubeconfigInvalid } from './kubeconfig.ts';
import { Kubectl } from './kubectl.ts';
import type { SubprocessExecutorOptions } from './options.ts';

/** Milliseconds. It reads files, and asks nobody. */
const LONGEST_READING = 10_000;
/** Executions whose kubeconfig is remembered. One that is older is verified again. */
const MOST_EXECUTIONS = 1_000;
/** Bytes of texts for people, such as logs. */
const OUTPUT_LIMIT = 1_048_576;

/** The clusters that an executor serves, and how each is reached. */
export class Connections {
  readonly #options: SubprocessExecutorOptions;
  readonly #kubectl: Kubectl;
  /** By the cluster and the decision that is carried out: what was verified for it is what it uses. */
  readonly #verified = new Map<string, Kubeconfig>();

  constructor(options: SubprocessExecutorOptions) {
    this.#options = options;
    this.#kubectl = new Kubectl({
      program: options.kubectl ?? 'kubectl',
      environment: options.environment ?? process.env,
    });
  }

  /** Why a scope is none that is configured; undefined where it is. Nobody is asked. */
  refuseUnknown({ cluster: name, ...others }: TargetScope): string | undefined {
    if (name === undefined) return 'The target is in no cluster, and kubectl reaches clusters alone.';
    const [other] = Object.keys(others);
    if (other !== undefined) return `Nobody here can tell whether its ${other} is the one that is meant.`;
    const known = Object.hasOwn(this.#options.clusters, name) ? this.#options.clusters[name] : undefined;
    if (known === undefined) {
      const names = Object.keys(this.#options.clusters).map((each) => quote(each));
      const list =
        names.length === 0 ? 'None is' : `Known ${names.length === 1 ? 'is' : 'are'} ${names.join(', ')}, as`;
      return `Nobody knows which cluster ${quote(name)} is. ${list} configured under "runner.clusters".`;
    }
    const file = this.#fileOf(name);
    return file === undefined || existsSync(file) ? undefined : `There is no kubeconfig ${quote(file)}.`;
  }

  /** Why a scope is not what its name means here; undefined where it is. */
  async refuse(scope: TargetScope, execution: Execution, context: ExecutionContext): Promise<string | undefined> {
    const unknown = this.refuseUnknown(scope);
    if (unknown !== undefined) return unknown;
    // Other credentials lead nowhere else.
    const key = keyOf(scope, execution);
    if (execution.credentials !== null && this.#verified.has(key)) return undefined;
    this.#verified.delete(key);
    const kubeconfig = await this.#verify(scope.cluster ?? '', context);
    if (typeof kubeconfig === 'string') return kubeconfig;
    this.#verified.set(key, kubeconfig);
    const [oldest] = this.#verified.keys();
    if (this.#verified.size > MOST_EXECUTIONS && oldest !== undefined) this.#verified.delete(oldest);
    return undefined;
  }

  /** @throws KubeconfigInvalid where the target is in no cluster that is known, or in another than its name says */
  async open(execution: Execution, context: ExecutionContext): Promise<Cluster> {
    const scope = execution.target?.scope ?? {};
    const unknown = this.refuseUnknown(scope);
    if (unknown !== undefined) throw new KubeconfigInvalid(unknown);
    const kubeconfig =
      this.#verified.get(keyOf(scope, execution)) ?? (await this.#verify(scope.cluster ?? '', context));
    if (typeof kubeconfig === 'string') throw new KubeconfigInvalid(kubeconfig);
    return this.#cluster(kubeconfig, execution.credentials, context);
  }

  /** Asks a cluster who it is, by the user of the kubeconfig: credentials are for the one that was meant, and for no other. */
  async #verify(name: string, context: ExecutionContext): Promise<Kubeconfig | string> {
    const kubeconfig = await this.#readKubeconfig(name, context.signal);
    if (kubeconfig.user === undefined) {
      return `The kubeconfig for ${quote(name)} has no user, and nobody can ask the cluster who it is. Give it one who may get the namespace kube-system.`;
    }
    const uid = await this.#askUid(this.#cluster(kubeconfig, null, context));
    const expected = this.#options.clusters[name]?.uid;
    if (uid === expected) return kubeconfig;
    return `${quote(name)} is the cluster ${expected ?? ''}, and the kubeconfig leads to ${uid}.`;
  }

  #cluster(kubeconfig: Kubeconfig, lease: CredentialLease | null, { clock, deadline, signal }: ExecutionContext) {
    const outputLimit = this.#options.outputLimit ?? OUTPUT_LIMIT;
    return new Cluster(this.#kubectl, { kubeconfig, lease, signal, deadline, clock, outputLimit });
  }

  async #askUid(cluster: Cluster): Promise<string> {
    const uid = textAt(await cluster.read(API.namespace('kube-system')), 'metadata', 'uid');
    if (uid === undefined) throw new ApiError('It has no namespace kube-system, which would say who it is.', undefined);
    return uid;
  }

  /** Each time, because whoever runs for long sees credentials renewed. */
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
