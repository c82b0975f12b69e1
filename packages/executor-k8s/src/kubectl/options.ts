export interface KubectlExecutorOptions {
  /**
   * The clusters that are served, by the names that targets have in their scope. `uid` is that of the namespace kube-system: it says
   * which cluster it is, whatever the kubeconfig leads to. Without `kubeconfig` it is what kubectl takes.
   */
  readonly clusters: Readonly<
    Record<
      string,
      { readonly uid: string; readonly kubeconfig?: string | undefined; readonly context?: string | undefined }
    >
  >;
  /** The program: a path, or a name that PATH finds. `kubectl` where it is left out. */
  readonly kubectl?: string | undefined;
  /** Replaces the kubeconfig of whichever cluster, and never its uid. */
  readonly kubeconfig?: string | undefined;
  readonly context?: string | undefined;
  /** This process's where it is left out. kubectl sees a part of it. */
  readonly environment?: Readonly<Record<string, string | undefined>> | undefined;
  /** Bytes that are kept of logs, and of what commands say: 1 MiB. */
  readonly outputLimit?: number | undefined;
}
