import { type CredentialLease, type Execution, type ExecutionContext, quote, type TargetScope } from '@agent-safe/core';
import { ApiError } from './api-error.ts';
import { Cluster } from './cluster.ts';
import { textAt } from './json.ts';
import { type Kubeconfig, KubeconfigInvalid } from './kubeconfig.ts';
import { Kubectl } from './kubectl.ts';
import type { SubprocessExecutorOptions } from './options.ts';
import { API } from './paths.ts';

/** Milliseconds. It reads files, and asks nobody. */
const LONGEST_READING = 10_000;
/** Bytes of texts for people, such as logs. */
const OUTPUT_LIMIT = 1_048_576;

/** The clusters that an executor serves, and how each is reached. */
export class Connections {
  readonly #options: SubprocessExecutorOptions;
  readonly #kubectl: Kubectl;
  /** As they were read when they led where they should: what was verified is what is used. */
  readonly #verified = new Map<string, Kubeconfig>();

  constructor(options: SubprocessExecutorOptions) {
    this.#options = options;
    this.#kubectl = new Kubectl({
      program: options.kubectl ?? 'kubectl',
      environment: options.environment ?? process.env,
    });
  }

  /** Why a scope is not what its name means here; undefined where it is, or where nobody can ask yet. */
  async refuse(scope: TargetScope, { credentials }: Execution, context: ExecutionContext): Promise<string | undefined> {
    const { cluster: name } = scope;
    if (name === undefined) return 'It is no cluster, and kubectl reaches clusters alone.';
    const known = Object.hasOwn(this.#options.clusters, name) ? this.#options.clusters[name] : undefined;
    if (known === undefined) {
      const names = Object.keys(this.#options.clusters).map((each) => quote(each));
      const list =
        names.length === 0 ? 'None is' : `Known ${names.length === 1 ? 'is' : 'are'} ${names.join(', ')}, as`;
      return `Nobody knows which cluster ${quote(name)} is. ${list} configured under "runner.clusters".`;
    }
    // Credentials of the execution lead nowhere else than what was verified before they were issued.
    if (credentials !== null && this.#verified.get(name)?.user !== undefined) return undefined;
    // Each time, because whoever runs for long sees credentials renewed.
    const kubeconfig = await this.#readKubeconfig(name);
    if (kubeconfig.user === undefined && credentials === null) return undefined;
    // Whoever is configured need not have more rights than to read this.
    const lease = kubeconfig.user === undefined ? credentials : null;
    const uid = await this.#askUid(this.#cluster(kubeconfig, lease, context));
    if (uid === known.uid) {
      this.#verified.set(name, kubeconfig);
      return undefined;
    }
    return `${quote(name)} is the cluster ${known.uid}, and the kubeconfig leads to ${uid}.`;
  }

  /** @throws KubeconfigInvalid where the target is in no cluster that is known */
  async open({ credentials, target }: Execution, context: ExecutionContext): Promise<Cluster> {
    const name = target?.scope?.cluster;
    if (name === undefined || !Object.hasOwn(this.#options.clusters, name)) {
      throw new KubeconfigInvalid('The target is in no cluster that is configured.');
    }
    return this.#cluster(this.#verified.get(name) ?? (await this.#readKubeconfig(name)), credentials, context);
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

  #readKubeconfig(name: string): Promise<Kubeconfig> {
    const { clusters, context, kubeconfig } = this.#options;
    const cluster = clusters[name];
    // A context that was named without a file is one of the file that is configured.
    const file = kubeconfig ?? cluster?.kubeconfig ?? '';
    const chosen = context ?? (kubeconfig === undefined ? cluster?.context : undefined);
    return this.#kubectl.readKubeconfig(file, chosen, AbortSignal.timeout(LONGEST_READING));
  }
}
