import type { JsonScalar } from '../json/json.ts';
import type { Environment, Sensitivity } from './vocabulary.ts';

/** The location of a target: a cluster by its configured name, or an AWS account and region. */
export interface TargetScope {
  readonly cluster?: string;
  readonly account?: string;
  readonly region?: string;
}

const SCOPE_FIELDS: readonly (keyof TargetScope)[] = ['cluster', 'account', 'region'];
/** The fields that a scope may have. */
export const TARGET_SCOPE_FIELDS: readonly string[] = SCOPE_FIELDS;

/**
 * Returns the fields of the scope that strict mode requires and a target lacks: the cluster for types `k8s-*`, account and region for
 * types `aws-*`. Other types need any of the fields: for an empty scope, it returns the cluster.
 */
export function missingScope({ scope = {}, type }: Pick<Target, 'scope' | 'type'>): readonly (keyof TargetScope)[] {
  const given = SCOPE_FIELDS.filter((field) => (scope[field] ?? '') !== '');
  if (type.startsWith('k8s-')) return ['cluster' as const].filter((field) => !given.includes(field));
  if (type.startsWith('aws-')) return (['account', 'region'] as const).filter((field) => !given.includes(field));
  return given.length > 0 ? [] : ['cluster'];
}

/** The required value of a locating parameter: an exact value, a glob for strings, or a list of these. */
export type Binding = JsonScalar | readonly JsonScalar[];

/** A thing that actions change, as described in the inventory. */
export interface Target {
  readonly id: string;
  readonly type: string;
  readonly environment: Environment;
  readonly sensitivity: Sensitivity;
  readonly owner: string;
  readonly labels: { readonly [label: string]: string };
  /** Required values of locating parameters. A request with other values is about another target. */
  readonly bindings: { readonly [parameter: string]: Binding };
  readonly scope?: TargetScope;
}
