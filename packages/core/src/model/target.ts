import type { JsonScalar } from '../json/json.ts';
import type { Environment, Sensitivity } from './vocabulary.ts';

/** The location of a target: a cluster by its configured name, or an AWS account and region. */
export interface TargetScope {
  readonly cluster?: string;
  readonly account?: string;
  readonly region?: string;
}

/** The fields that a scope may have. */
export const TARGET_SCOPE_FIELDS: readonly string[] = ['cluster', 'account', 'region'] satisfies (keyof TargetScope)[];

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
