import { type Action, isJsonArray, type JsonObject, type JsonValue } from '@agent-safe/core';
import { GrantRefused, type PolicyRule } from './grant-rules.ts';
import { DEFAULT_NAMESPACE } from './kubernetes-vault.ts';

export interface VaultRbacOptions {
  /** Actions whose credentials the vault may issue. */
  readonly actions: readonly Pick<Action, 'credentials' | 'name'>[];
  /** Namespace of the Secrets and accounts of leases. Default: `agent-safe-leases`. */
  readonly namespace?: string | undefined;
  /** Namespaces in which actions may run. Without it: all namespaces. */
  readonly targetNamespaces?: readonly string[] | undefined;
}

const NAME = 'agent-safe-vault';
const RBAC_GROUP = 'rbac.authorization.k8s.io';
const MAKE = ['create', 'list', 'delete', 'deletecollection'];

/**
 * Describes the account of the vault with the least permissions: those that it may grant, and those that create and delete the
 * objects of leases. The API refuses a role with any other permission (escalation check).
 *
 * @returns Kubernetes objects: namespace, account, roles and bindings
 */
export function describeVaultRbac({
  actions,
  namespace: home = DEFAULT_NAMESPACE,
  targetNamespaces,
}: VaultRbacOptions): readonly JsonObject[] {
  const places = collectRules(actions, targetNamespaces);
  const wide = places.get(undefined) ?? [];
  const own: readonly PolicyRule[] = [
    { apiGroups: [''], resources: ['namespaces'], verbs: ['get'], resourceNames: ['kube-system'] },
    // A sweep finds the objects of a lease by label, in every namespace.
    {
      apiGroups: [RBAC_GROUP],
      resources: ['roles', 'rolebindings', 'clusterroles', 'clusterrolebindings'],
      verbs: ['list'],
    },
    ...(isWide(actions) ? [rule(RBAC_GROUP, ['clusterroles', 'clusterrolebindings'], MAKE)] : []),
    ...(targetNamespaces === undefined ? [rule(RBAC_GROUP, ['roles', 'rolebindings'], MAKE)] : []),
  ];
  const inPlaces = [...places].filter(([place]) => place !== undefined) as [string, readonly PolicyRule[]][];
  const namespaces = [...new Set([...(targetNamespaces ?? []), ...inPlaces.map(([place]) => place)])];
  return [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: home } },
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: NAME, namespace: home } },
    ...roleAndBinding(undefined, [...own, ...wide], home),
    ...roleAndBinding(
      home,
      [
        rule('', ['secrets'], ['create', 'get', 'list', 'delete']),
        rule('', ['serviceaccounts'], MAKE),
        rule('', ['serviceaccounts/token'], ['create']),
      ],
      home,
    ),
    ...namespaces.flatMap((place) => {
      const rules = places.get(place) ?? [];
      return roleAndBinding(place, [rule(RBAC_GROUP, ['roles', 'rolebindings'], MAKE), ...rules], home);
    }),
  ];
}

function rule(group: string, resources: readonly string[], verbs: readonly string[]): PolicyRule {
  return { apiGroups: [group], resources, verbs };
}

/** A role of one place, or of the cluster, that is bound to the account of the vault. */
function roleAndBinding(place: string | undefined, rules: readonly PolicyRule[], home: string): readonly JsonObject[] {
  const kind = place === undefined ? 'ClusterRole' : 'Role';
  const metadata = { name: NAME, ...(place === undefined ? {} : { namespace: place }) };
  const apiVersion = `${RBAC_GROUP}/v1`;
  return [
    { apiVersion, kind, metadata, rules: rules.map((each): JsonObject => ({ ...each })) },
    {
      apiVersion,
      kind: `${kind}Binding`,
      metadata,
      roleRef: { apiGroup: RBAC_GROUP, kind, name: NAME },
      subjects: [{ kind: 'ServiceAccount', name: NAME, namespace: home }],
    },
  ];
}

type Actions = VaultRbacOptions['actions'];

function rulesOf({ credentials }: Actions[number]): readonly JsonObject[] {
  if (credentials?.type !== 'kubernetes') return [];
  const { fields } = credentials;
  if (fields.rules !== undefined && isJsonArray(fields.rules)) return fields.rules as readonly JsonObject[];
  if (fields.namespaces === undefined || !listOf(fields.resources).includes('namespaces')) return [fields];
  // The vault grants these also in the whole cluster: see readGrantRules.
  const whole = { verbs: fields.verbs ?? [], resources: ['namespaces'], api_groups: [''] };
  return [fields, { ...whole, resource_names: fields.namespaces }];
}

/** Whether an action needs permissions in the whole cluster. */
function isWide(actions: Actions): boolean {
  return actions.flatMap(rulesOf).some(({ namespaces }) => namespaces === undefined);
}

/** Collects the verbs by place, API group, resource and names. A template stands for any name. */
function collectRules(
  actions: Actions,
  targets: readonly string[] | undefined,
): ReadonlyMap<string | undefined, readonly PolicyRule[]> {
  const places = new Map<string | undefined, Map<string, PolicyRule>>();
  for (const each of actions.flatMap(rulesOf)) {
    const resourceNames = namesOf(each, 'resource_names');
    for (const place of placesOf(each, targets)) {
      const rules = places.get(place) ?? new Map<string, PolicyRule>();
      places.set(place, rules);
      for (const group of listOf(each.api_groups)) {
        for (const resource of listOf(each.resources)) {
          const key = JSON.stringify([group, resource, resourceNames]);
          const verbs = [...new Set([...(rules.get(key)?.verbs ?? []), ...listOf(each.verbs)])].sort();
          rules.set(key, {
            ...rule(group, [resource], verbs),
            ...(resourceNames === undefined ? {} : { resourceNames }),
          });
        }
      }
    }
  }
  return new Map([...places].map(([place, rules]) => [place, [...rules.values()]]));
}

/** Returns the namespaces of a rule; undefined stands for the whole cluster. */
function placesOf(each: JsonObject, targets: readonly string[] | undefined): readonly (string | undefined)[] {
  if (each.namespaces === undefined) return [undefined];
  const named = namesOf(each, 'namespaces');
  if (named !== undefined) return named;
  return targets ?? [undefined];
}

/** Returns the names in a field; undefined if it is missing or contains a template. */
function namesOf(each: JsonObject, field: string): readonly string[] | undefined {
  if (each[field] === undefined) return undefined;
  const names = listOf(each[field]);
  return names.some((name) => name.includes('{{')) ? undefined : names;
}

function listOf(value: JsonValue | undefined): readonly string[] {
  if (value === undefined || !isJsonArray(value))
    throw new GrantRefused('A rule needs "verbs", "resources" and "api_groups".');
  return value.filter((each) => typeof each === 'string');
}
