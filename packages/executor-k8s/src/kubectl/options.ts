/** Options of a `KubectlExecutor`. */
export interface KubectlExecutorOptions {
  /**
   * Clusters, by the names in the scopes of targets. `uid` is the uid of the namespace kube-system. A kubeconfig that leads to a cluster
   * with another uid is refused. Default of `kubeconfig`: the default files of kubectl.
   */
  readonly clusters: Readonly<
    Record<
      string,
      { readonly uid: string; readonly kubeconfig?: string | undefined; readonly context?: string | undefined }
    >
  >;
  /** Path of kubectl, or a name that is searched in PATH. Default: `kubectl`. */
  readonly kubectl?: string | undefined;
  /** Replaces the kubeconfig of every cluster. The `uid` of the cluster still applies. */
  readonly kubeconfig?: string | undefined;
  /** Context in the kubeconfig. Default: its current context. */
  readonly context?: string | undefined;
  /** Environment variables. kubectl gets only some of them. Default: the environment of this process. */
  readonly environment?: Readonly<Record<string, string | undefined>> | undefined;
  /** Largest output of logs and commands, in bytes. A longer output is cut. Default: 1,048,576 (1 MiB). */
  readonly outputLimit?: number | undefined;
}
