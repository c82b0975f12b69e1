import { isJsonArray, type JsonObject, type JsonValue, quote } from '@agent-safe/core';

/** One rule of RBAC, as the API expects it. */
export type PolicyRule = {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
  readonly resourceNames?: readonly string[];
};

/** Rules of one namespace, or of the whole cluster if `namespace` is undefined. */
export interface PlacedRules {
  readonly namespace: string | undefined;
  readonly rules: readonly PolicyRule[];
}

/** The fields of the credentials cannot be granted. */
export class GrantRefused extends Error {
  override readonly name = 'GrantRefused';
}

/** Verbs and resources that would let an execution extend its own permissions. */
const EXTENDING = ['bind', 'escalate', 'impersonate', 'serviceaccounts/token', 'certificatesigningrequests'];

/**
 * Reads the fields of Kubernetes credentials: a list of rules, or one rule in the form of 0.11.
 *
 * @returns the rules by namespace, the rules of the whole cluster last
 * @throws GrantRefused for fields that a Role cannot express, or that grant more than they name
 */
export function readGrantRules(fields: JsonObject): readonly PlacedRules[] {
  const places = new Map<string | undefined, PolicyRule[]>();
  const add = (namespace: string | undefined, rule: PolicyRule) =>
    places.set(namespace, [...(places.get(namespace) ?? []), rule]);
  const isList = fields.rules !== undefined;
  const declared = isList ? readRuleList(fields.rules) : [fields];
  for (const each of declared) {
    const rule = readRule(each);
    const namespaces = readNames(each, 'namespaces');
    if (namespaces === undefined) add(undefined, rule);
    for (const namespace of namespaces ?? []) add(namespace, rule);
    // A Role is deleted with its namespace. The execution must still observe that the namespace is gone.
    if (!isList && namespaces !== undefined && rule.resources.includes('namespaces')) {
      add(undefined, { ...rule, apiGroups: [''], resources: ['namespaces'], resourceNames: namespaces });
    }
  }
  return [...places]
    .map(([namespace, rules]) => ({ namespace, rules }))
    .sort((left, right) => Number(left.namespace === undefined) - Number(right.namespace === undefined));
}

function readRuleList(given: JsonValue | undefined): readonly JsonObject[] {
  if (given === undefined || !isJsonArray(given) || given.length === 0)
    throw new GrantRefused('The field "rules" is not a list of rules.');
  return given.map((each) => {
    if (typeof each === 'object' && each !== null && !isJsonArray(each)) return each;
    throw new GrantRefused('A rule is not an object.');
  });
}

function readRule(fields: JsonObject): PolicyRule {
  const [apiGroups, resources, verbs] = ['api_groups', 'resources', 'verbs'].map((name) => readNames(fields, name));
  if (apiGroups === undefined || resources === undefined || verbs === undefined)
    throw new GrantRefused('A rule needs "verbs", "resources" and "api_groups".');
  const resourceNames = readNames(fields, 'resource_names');
  const extending = [...verbs, ...resources].find((each) => EXTENDING.includes(each));
  if (extending !== undefined)
    throw new GrantRefused(`${quote(extending)} would let the execution extend its own permissions.`);
  return { apiGroups, resources, verbs, ...(resourceNames === undefined ? {} : { resourceNames }) };
}

/** Reads a list of names. An empty list would mean "all" to the API. @throws GrantRefused */
function readNames(fields: JsonObject, name: string): readonly string[] | undefined {
  const given = fields[name];
  if (given === undefined || given === null) return undefined;
  const names = isJsonArray(given) ? given.filter((each) => typeof each === 'string') : [];
  if (!isJsonArray(given) || names.length === 0 || names.length !== given.length)
    throw new GrantRefused(`The field ${quote(name)} is not a list of names.`);
  if (names.some((each) => /[*?$\s{}]/.test(each)))
    throw new GrantRefused(`The field ${quote(name)} contains a wildcard or a template.`);
  if (name !== 'api_groups' && names.includes(''))
    throw new GrantRefused(`The field ${quote(name)} contains an empty name.`);
  return names;
}
