import type { JsonScalar, JsonValue } from '../json/json.ts';
import type { ParameterType, RiskClass, Sensitivity } from './vocabulary.ts';

/** Constraints of a value beyond its type. Lengths count Unicode code points, or the items of an array. */
export interface ParameterConstraints {
  readonly min_value?: number;
  readonly max_value?: number;
  readonly min_length?: number;
  readonly max_length?: number;
  /** Must match the whole value. Runs in linear time: see `compilePattern`. */
  readonly pattern?: string;
  readonly enum?: readonly JsonScalar[];
}

export interface ActionParameter {
  readonly name: string;
  readonly type: ParameterType;
  readonly required: boolean;
  readonly description: string;
  readonly default?: JsonValue;
  readonly constraints?: ParameterConstraints;
  /** For arrays: type and constraints of each item. */
  readonly items?: { readonly type: Exclude<ParameterType, 'array'>; readonly constraints?: ParameterConstraints };
  /** Whether the parameter says which thing the action changes. Targets bind such parameters. */
  readonly locates: boolean;
  /** Whether the value is secret. It is never stored or shown in plain text. */
  readonly sensitive: boolean;
}

export interface Precheck {
  readonly name: string;
  readonly description: string;
  /**
   * Whether the check must pass before the action runs. Definitions of 0.11 lack this field: the runner then decides by
   * the name of the check.
   */
  readonly blocking?: boolean;
}

export interface StateField {
  readonly name: string;
  readonly type: string;
  readonly description: string;
  readonly required: boolean;
  readonly sensitive: boolean;
}

/** The credentials that one execution needs, as templates over its validated parameters and its target. */
export interface CredentialScope {
  readonly type: string;
  readonly fields: { readonly [field: string]: JsonValue };
  /** Lifetime in seconds. */
  readonly ttl: number;
}

/** A registered action, read from YAML with every default applied. Agents can request registered actions only. */
export interface Action {
  readonly name: string;
  readonly version: string;
  readonly description: string;
  readonly parameters: readonly ActionParameter[];
  readonly risk_class: RiskClass;
  /** Types of the targets that the action works on. An empty list declares an action without a target. */
  readonly target_types: readonly string[];
  /** Sensitivity of an action without a target. Other actions have none: the sensitivity of the target counts. */
  readonly sensitivity?: Sensitivity;
  readonly prechecks: readonly Precheck[];
  readonly reversible: boolean;
  readonly rollback_action: string | null;
  /** Keys are the parameters of the rollback action; a source is `params.x`, `before_state.x` or `after_state.x`. */
  readonly rollback_params: { readonly [parameter: string]: { readonly source: string } };
  readonly required_privileges: readonly string[];
  readonly tags: readonly string[];
  readonly credentials: CredentialScope | null;
  readonly state_fields: readonly StateField[];
}

/** Whether requests for an action name a target. Sending an e-mail is an action without one. */
export function needsTarget({ target_types }: Pick<Action, 'target_types'>): boolean {
  return target_types.length > 0;
}
