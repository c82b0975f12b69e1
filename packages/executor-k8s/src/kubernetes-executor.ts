import type { CredentialRules, Execution, ScopeResult } from '@agent-safe/core';
import { ActionExecutor } from '@agent-safe/runner/executor-kit';
import { ACTIONS } from './actions/index.ts';
import type { Reach } from './api/action-context.ts';
import { ApiError } from './api/api-error.ts';
import { Cluster } from './api/cluster.ts';
import type { Connector } from './api/connector.ts';
import { VerifiedConnector } from './api/verified-connector.ts';
import { KubectlDialer } from './kubectl/kubectl-dialer.ts';
import type { KubectlExecutorOptions } from './kubectl/options.ts';
import { NativeDialer } from './native/native-dialer.ts';
import type { NativeExecutorOptions } from './native/options.ts';
import { PRECHECKS } from './prechecks/index.ts';

/** Names of Kubernetes. Any other value names no object, and an empty value means all objects. */
const NAME = /^[A-Za-z0-9](?:[\w.:-]*[A-Za-z0-9])?$/;

const KUBERNETES_CREDENTIALS: CredentialRules = {
  checkValue: (value) =>
    NAME.test(value) ? { ok: true } : { ok: false, code: 'value_invalid', reason: 'it is not a valid Kubernetes name' },
};

/** Executes the Kubernetes actions of the catalog. A connector opens the transports that send their requests. */
export class KubernetesExecutor extends ActionExecutor<Reach> {
  constructor({ connector, name }: { readonly name: string; readonly connector: Connector }) {
    super({
      name,
      scopeFields: ['cluster'],
      credentialRules: { kubernetes: KUBERNETES_CREDENTIALS },
      system: {
        actions: ACTIONS,
        prechecks: PRECHECKS,
        checkScope: (scope, probe) => connector.checkScope(scope, probe),
        open: async (execution, context) => {
          return { cluster: new Cluster(await connector.open(execution, context), execution.audit_id) };
        },
        mayHaveChanged: ({ cluster }) => cluster.mayHaveChanged,
        isRefusal: (error) => error instanceof ApiError && error.isRefusal,
        isNotFound: (error) => error instanceof ApiError && error.isNotFound,
        accepted: 'The cluster would accept the change.',
        describeAsker,
      },
    });
  }
}

/**
 * Executes the Kubernetes actions of the catalog with kubectl. It starts kubectl without a shell, with a temporary kubeconfig that
 * holds only the cluster and the credentials of one execution.
 *
 * @example
 * new KubectlExecutor({ clusters: { dev: { uid: '1f0c3a52-…', kubeconfig: '/etc/agent-safe/dev.kubeconfig' } } });
 */
export class KubectlExecutor extends KubernetesExecutor {
  constructor(options: KubectlExecutorOptions) {
    super({ name: 'subprocess', connector: new VerifiedConnector(new KubectlDialer(options), options) });
  }
}

/** Describes the identity of a dry run, because the cluster may answer another identity differently. */
function describeAsker({ credentials }: Execution): string {
  return credentials === null
    ? 'The dry run used the user of the kubeconfig.'
    : 'The dry run used the credentials of this execution.';
}

/**
 * Executes the Kubernetes actions of the catalog over HTTPS, without kubectl.
 *
 * @example
 * new NativeExecutor({ clusters: { dev: { uid: '1f0c3a52-…', kubeconfig: '/etc/agent-safe/dev.kubeconfig' } } });
 */
export class NativeExecutor extends KubernetesExecutor {
  readonly #connector: VerifiedConnector<unknown>;

  constructor({ outputLimit = 1_048_576, ...options }: NativeExecutorOptions) {
    const connector = new VerifiedConnector(new NativeDialer(outputLimit), options);
    super({ name: 'k8s', connector });
    this.#connector = connector;
  }

  /**
   * Asks a configured cluster for its identity, as a run does before it uses its ticket. Nothing is changed.
   *
   * @param timeout milliseconds
   * @throws Error if the cluster does not answer
   */
  async identify(cluster: string, timeout: number): Promise<ScopeResult> {
    const end = new AbortController();
    const signal = AbortSignal.any([end.signal, AbortSignal.timeout(timeout)]);
    const context = { signal, deadline: Date.now() + timeout, clock: Date.now, progress: () => undefined };
    try {
      return await this.#connector.identify(cluster, context);
    } finally {
      end.abort();
    }
  }
}
