import type { CredentialLease, ExecutionContext } from '@agent-safe/core';
import type { Dialer } from '../api/verified-connector.ts';
import type { Kubeconfig } from './kubeconfig.ts';
import { Kubectl } from './kubectl.ts';
import { KubectlTransport } from './kubectl-transport.ts';
import type { KubectlExecutorOptions } from './options.ts';

/** Milliseconds for reading a kubeconfig, which contacts no cluster. */
const LONGEST_READING = 10_000;

/** Connects to clusters with kubectl. */
export class KubectlDialer implements Dialer<Kubeconfig> {
  readonly #kubectl: Kubectl;
  readonly #outputLimit: number;

  constructor({
    environment = process.env,
    kubectl = 'kubectl',
    outputLimit = 1_048_576,
  }: Omit<KubectlExecutorOptions, 'clusters'>) {
    this.#kubectl = new Kubectl({ program: kubectl, environment });
    this.#outputLimit = outputLimit;
  }

  read(file: string | undefined, context: string | undefined, signal: AbortSignal): Promise<Kubeconfig> {
    return this.#kubectl.readKubeconfig(file, context, AbortSignal.any([signal, AbortSignal.timeout(LONGEST_READING)]));
  }

  hasUser({ user }: Kubeconfig): boolean {
    return user !== undefined;
  }

  async connect(
    kubeconfig: Kubeconfig,
    lease: CredentialLease | null,
    { clock, deadline, signal }: ExecutionContext,
  ): Promise<KubectlTransport> {
    const outputLimit = this.#outputLimit;
    return new KubectlTransport(this.#kubectl, { kubeconfig, lease, signal, deadline, clock, outputLimit });
  }
}
