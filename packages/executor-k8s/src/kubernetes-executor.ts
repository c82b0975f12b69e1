import type { CredentialRules, Execution } from '@agent-safe/core';
import { ActionExecutor } from '@agent-safe/runner/executor-kit';
import { ACTIONS } from './actions/index.ts';
import type { Reach } from './api/action-context.ts';
import { ApiError } from './api/api-error.ts';
import { Cluster } from './api/cluster.ts';
import type { Connector } from './api/connector.ts';
import { VerifiedConnector } from './api/verified-connector.ts';
import { KubectlConnector } from './kubectl/kubectl-connector.ts';
import type { KubectlExecutorOptions } from './kubectl/options.ts';
import { NativeDialer } from './native/native-dialer.ts';
import type { NativeExecutorOptions } from './native/options.ts';
import { PRECHECKS } from './prechecks/index.ts';

/** A name as Kubernetes has it. Another value names nothing there, or everything: an empty one. */
const NAME = /^[A-Za-z0-9](?:[\w.:-]*[A-Za-z0-9])?$/;

const KUBERNETES_CREDENTIALS: CredentialRules = {
  checkValue: (value) =>
    NAME.test(value)
      ? { ok: true }
      : { ok: false, code: 'value_invalid', reason: 'it is no name of anything in Kubernetes' },
};

/** Executes the Kubernetes actions of the catalogue. Their requests reach a cluster by the transports of a connector. */
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
        open: async (execution, context) => ({ cluster: new Cluster(await connector.open(execution, context)) }),
        mayHaveChanged: ({ cluster }) => cluster.mayHaveChanged,
        isRefusal: (error) => error instanceof ApiError && error.isRefusal,
        isNotFound: (error) => error instanceof ApiError && error.isNotFound,
        accepted: 'The cluster would accept it.',
        describeAsker,
      },
    });
  }
}

/**
 * Executes the Kubernetes actions of the catalogue by kubectl: a program that is started without a shell, with a kubeconfig of its
 * own that holds the cluster and the credentials of one execution alone.
 *
 * @example
 * new KubectlExecutor({ clusters: { dev: { uid: '1f0c3a52-…', kubeconfig: '/etc/agent-safe/dev.kubeconfig' } } });
 */
export class KubectlExecutor extends KubernetesExecutor {
  constructor(options: KubectlExecutorOptions) {
    super({ name: 'subprocess', connector: new KubectlConnector(options) });
  }
}

/** Another identity may get another answer. */
function describeAsker({ credentials }: Execution): string {
  return credentials === null
    ? 'It was asked by the user of the kubeconfig.'
    : 'It was asked with the credentials of this execution.';
}

/**
 * Executes the Kubernetes actions of the catalogue over HTTPS, without kubectl.
 *
 * @example
 * new NativeExecutor({ clusters: { dev: { uid: '1f0c3a52-…', kubeconfig: '/etc/agent-safe/dev.kubeconfig' } } });
 */
export class NativeExecutor extends KubernetesExecutor {
  constructor({ outputLimit = 1_048_576, ...options }: NativeExecutorOptions) {
    super({ name: 'k8s', connector: new VerifiedConnector(new NativeDialer(outputLimit), options) });
  }
}
