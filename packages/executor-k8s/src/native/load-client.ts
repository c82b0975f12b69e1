/** Loads the Kubernetes client: it is large, and a process that executes nothing does not need it. */
export function loadClient(): Promise<typeof import('@kubernetes/client-node')> {
  return import('@kubernetes/client-node');
}
