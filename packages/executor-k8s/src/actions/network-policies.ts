import { isDeepStrictEqual } from 'node:util';
import { canonicalJson, isJsonArray, type JsonObject, type JsonValue } from '@agent-safe/core';
import {
  effectMissing,
  type Field,
  failure,
  field,
  type Observation,
  observed,
  ParameterRefused,
  readOptional,
  readOwn,
  readText,
  success,
} from '@agent-safe/runner/executor-kit';
import { type ActionContext, type KubernetesAction, preview, uidOf } from '../api/action-context.ts';
import { describeDifference } from '../api/diff.ts';
import { warnOfGitOps } from '../api/gitops.ts';
import { at, listAt, objectAt, textAt } from '../api/json.ts';
import { API } from '../api/paths.ts';
import { readLabel, readName } from '../api/read-params.ts';
import { type ApiRequest, apply, asDryRun, remove } from '../api/request.ts';
import { formatSelector, parseSelector } from '../api/selector.ts';
import { checkRules } from './network-rules.ts';

/** Applies a whole network policy, or removes it. Without rules, it denies all incoming traffic to the selected pods. */
export const applyNetworkPolicy: KubernetesAction = {
  parameters: ['namespace', 'policy_name', 'pod_selector', 'policy_types', 'ingress', 'egress', 'remove'],
  async readState(context) {
    const policy = await context.cluster.find(policyPath(context));
    if (policy === undefined) return { policy_missing: { value: true }, ...ABSENT };
    return {
      policy_missing: { value: false },
      pod_selector: describeSelector(policy),
      policy_types: field(at(policy, 'spec', 'policyTypes')),
      ingress: { value: listAt(policy, 'spec', 'ingress') },
      egress: { value: listAt(policy, 'spec', 'egress') },
      uid: uidOf(policy),
    };
  },
  async execute(context) {
    const before = await context.cluster.find(policyPath(context));
    warnOfGitOps(context, before);
    if (isRemoval(context)) return removePolicy(context, before);
    const request = application(context);
    // A refused apply would otherwise leave this writer as an owner of the fields that are equal.
    const found = compare(request, await context.cluster.ask(asDryRun(request)));
    if (!found.ok) return failure(found.reason);
    if (before !== undefined && compare(request, before).ok) return success('The policy is in place already.');
    const applied = compare(request, await context.cluster.change(request));
    if (!applied.ok) return failure(applied.reason);
    return success(`The policy is applied. ${describeEffect(request)} The network must enforce policies.`);
  },
  async waitForEffect(context) {
    const policy = await context.cluster.find(policyPath(context));
    if (isRemoval(context)) return policy === undefined ? observed() : effectMissing('The policy exists again.');
    return compare(application(context), policy ?? null);
  },
  async dryRun(context) {
    const before = await context.cluster.find(policyPath(context));
    warnOfGitOps(context, before);
    if (isRemoval(context)) {
      if (before === undefined) return preview(context, [], { difference: '' });
      const request = removal(context, before);
      await context.cluster.ask(asDryRun(request));
      return preview(context, [request], { difference: describeDifference(before, undefined) });
    }
    const request = application(context);
    const after = await context.cluster.ask(asDryRun(request));
    const found = compare(request, after);
    const difference = describeDifference(before, after);
    return preview(context, [request], { difference, ...(found.ok ? {} : { refused: found.reason }) });
  },
};

const ABSENT: Readonly<Record<string, Field>> = {
  pod_selector: field(undefined),
  policy_types: field(undefined),
  ingress: field(undefined),
  egress: field(undefined),
  uid: field(undefined),
};

function describeSelector(policy: JsonValue): Field {
  const selector = formatSelector(objectAt(policy, 'spec', 'podSelector'));
  if (selector === undefined) return { missing: 'The selector of the policy has an unknown operator.' };
  if (selector === '') return { missing: 'The policy selects every pod, and the parameter "pod_selector" cannot.' };
  return { value: selector };
}

function isRemoval({ params }: ActionContext): boolean {
  if (params.remove !== true) return false;
  const other = ['pod_selector', 'policy_types', 'ingress', 'egress'].find(
    (name) => readOwn(params, name) !== undefined,
  );
  if (other === undefined) return true;
  throw new ParameterRefused(`Give "${other}" or "remove: true", and not both.`);
}

function removal(context: ActionContext, policy: JsonValue): ApiRequest {
  return remove(policyPath(context), textAt(policy, 'metadata', 'uid') ?? '');
}

async function removePolicy(context: ActionContext, policy: JsonValue | undefined) {
  if (policy === undefined) return success('The policy does not exist.');
  await context.cluster.change(removal(context, policy));
  return success('The policy is deleted. The traffic that only it restricted is open.');
}

function policyPath({ params }: ActionContext): string {
  return API.networkPolicy(readLabel(params, 'namespace'), readName(params, 'policy_name'));
}

/** Uses server-side apply: fields of other owners in a policy of that name are a conflict, and are not overwritten. */
function application({ params }: ActionContext): ApiRequest {
  const [name, namespace] = [readName(params, 'policy_name'), readLabel(params, 'namespace')];
  const podSelector = parseSelector(readText(params, 'pod_selector'), 'pod_selector');
  const ingress = readRules(params, 'ingress');
  const egress = readRules(params, 'egress');
  const spec = {
    podSelector: { ...podSelector } as JsonObject,
    policyTypes: readTypes(params) ?? ['Ingress', ...(egress === undefined ? [] : ['Egress'])],
    ...(ingress === undefined || ingress.length === 0 ? {} : { ingress }),
    ...(egress === undefined || egress.length === 0 ? {} : { egress }),
  };
  for (const [kind, rules] of [['Ingress', ingress] as const, ['Egress', egress] as const]) {
    if (rules !== undefined && rules.length > 0 && !spec.policyTypes.includes(kind))
      throw new ParameterRefused(`The parameter "policy_types" lacks ${kind}, so its rules would have no effect.`);
  }
  const document = { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata: { name, namespace }, spec };
  return apply(API.networkPolicy(namespace, name), document);
}

function readRules(params: JsonObject, name: 'ingress' | 'egress'): readonly JsonValue[] | undefined {
  return readOptional(params, name, () => checkRules(params[name] ?? null, name));
}

function readTypes(params: JsonObject): readonly string[] | undefined {
  return readOptional(params, 'policy_types', () => {
    const types = params.policy_types ?? null;
    const known: readonly JsonValue[] = ['Ingress', 'Egress'];
    if (isJsonArray(types) && types.length > 0 && types.every((type) => known.includes(type)))
      return types as readonly string[];
    throw new ParameterRefused('The parameter "policy_types" is not a list of Ingress, Egress, or both.');
  });
}

/** Describes what the policy does to the selected pods. */
function describeEffect({ body }: ApiRequest): string {
  return (['ingress', 'egress'] as const)
    .filter((kind) => listAt(body, 'spec', 'policyTypes').includes(kind === 'ingress' ? 'Ingress' : 'Egress'))
    .map((kind) => {
      const direction = kind === 'ingress' ? 'incoming traffic to' : 'outgoing traffic from';
      const count = listAt(body, 'spec', kind).length;
      if (count === 0) return `It denies all ${direction} the selected pods.`;
      return `It limits the ${direction} the selected pods to ${count} rule${count === 1 ? '' : 's'}.`;
    })
    .join(' ');
}

/** Compares a policy with the request. An existing policy of that name may have fields that the request would not replace. */
function compare({ body }: ApiRequest, policy: JsonValue): Observation {
  const [requested, present] = [normalize(objectAt(body, 'spec')), normalize(objectAt(policy, 'spec'))];
  return isDeepStrictEqual(requested, present)
    ? observed()
    : effectMissing('A policy of that name exists and has more rules than requested, or other ones.');
}

/** Returns a specification with the defaults of the API and without empty lists, for a comparison. */
function normalize(spec: JsonObject): JsonValue {
  const filled = fill(spec);
  return JSON.parse(canonicalJson(filled ?? {})) as JsonValue;
}

function fill(value: JsonValue): JsonValue | undefined {
  if (isJsonArray(value)) return value.length === 0 ? undefined : value.map((member) => fill(member) ?? {});
  if (typeof value !== 'object' || value === null) return value;
  const isPort = Object.hasOwn(value, 'port') && !Object.hasOwn(value, 'protocol');
  const members = Object.entries(value).flatMap(([name, member]) => {
    const filled = fill(member);
    return filled === undefined ? [] : [[name, filled] as const];
  });
  return { ...Object.fromEntries(members), ...(isPort ? { protocol: 'TCP' } : {}) };
}
