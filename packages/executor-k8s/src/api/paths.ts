type Query = Readonly<Record<string, string | number | undefined>>;

/** Builds a path of the API. Every segment is encoded, so a slash in a value does not add a segment. */
function path(prefix: string, segments: readonly string[], query: Query = {}): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== undefined) parameters.append(name, String(value));
  const whole = [prefix, ...segments.map((segment) => encodeURIComponent(segment))].join('/');
  return parameters.size === 0 ? whole : `${whole}?${parameters.toString()}`;
}

const inNamespace =
  (prefix: string, plural: string) =>
  (namespace: string, name: string, ...rest: readonly string[]) =>
    path(prefix, ['namespaces', namespace, plural, name, ...rest]);

const listIn = (prefix: string, plural: string) => (namespace: string, query?: Query) =>
  path(prefix, ['namespaces', namespace, plural], query);

/** Paths of the Kubernetes API. */
export const API = {
  namespace: (name: string) => path('/api/v1/namespaces', [name]),
  namespaces: (query?: Query) => path('/api/v1', ['namespaces'], query),
  node: (name: string) => path('/api/v1/nodes', [name]),
  nodes: () => '/api/v1/nodes',
  accessReviews: () => '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews',
  pod: inNamespace('/api/v1', 'pods'),
  /** Pods of all namespaces. */
  allPods: (query: Query) => path('/api/v1', ['pods'], query),
  log: (namespace: string, name: string, query: Query) =>
    path('/api/v1', ['namespaces', namespace, 'pods', name, 'log'], query),
  configMap: inNamespace('/api/v1', 'configmaps'),
  secret: inNamespace('/api/v1', 'secrets'),
  deployment: inNamespace('/apis/apps/v1', 'deployments'),
  replicaSets: listIn('/apis/apps/v1', 'replicasets'),
  daemonSets: listIn('/apis/apps/v1', 'daemonsets'),
  autoscaler: inNamespace('/apis/autoscaling/v2', 'horizontalpodautoscalers'),
  autoscalers: listIn('/apis/autoscaling/v2', 'horizontalpodautoscalers'),
  networkPolicy: inNamespace('/apis/networking.k8s.io/v1', 'networkpolicies'),
  /** Disruption budgets of all namespaces. */
  allDisruptionBudgets: () => '/apis/policy/v1/poddisruptionbudgets',
  disruptionBudgets: listIn('/apis/policy/v1', 'poddisruptionbudgets'),
  /** Lists of one namespace in the core group and in the group apps. */
  core: (plural: string) => listIn('/api/v1', plural),
  apps: (plural: string) => listIn('/apis/apps/v1', plural),
} as const;
