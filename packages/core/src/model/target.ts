import type { JsonScalar } from '../json/json.ts';
import type { Environment, Sensitivity } from './vocabulary.ts';

/** Where a target lives: a cluster by its configured name, or an AWS account and region. */
export interface TargetScope {
  readonly cluster?: string;
  readonly account?: string;
  readonly region?: string;
}

/** The fields that a scope may have. */
export const TARGET_SCOPE_FIELDS: readonly string[] = ['cluster', 'account', 'region'] satisfies (keyof TargetScope)[];

/** A value that a locating parameter must have: exact, a glob for strings, or a list of those. */
export type Binding = JsonScalar | readonly JsonScalar[];

/** A thing that actions are done to. */
export interface Target {
  readonly id: string;
  readonly type: string;
  readonly environment: Environment;
  readonly sensitivity: Sensitivity;
  readonly owner: string;
  readonly labels: { readonly [label: string]: string };
  /** The locating parameters that belong to this target. */
  readonly bindings: { readonly [parameter: string]: Binding };
  readonly scope?: TargetScope;
}
