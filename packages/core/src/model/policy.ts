import type { ParameterTests, ScopeSelector } from './policy-conditions.ts';
import type { DecisionResult, Environment, RiskClass, Sensitivity } from './vocabulary.ts';

/**
 * Matches a known target. All given conditions must hold. Any value of a list suffices. All labels must match. Ids, types and the values
 * of labels may be globs, as in `compilePathGlob`.
 */
export interface TargetSelector {
  readonly environments?: readonly Environment[];
  readonly sensitivities?: readonly Sensitivity[];
  readonly types?: readonly string[];
  readonly labels?: { readonly [label: string]: string | readonly string[] };
  readonly ids?: readonly string[];
  /** `*` stands for any characters. The owner of a target without one is unknown. */
  readonly owners?: readonly string[];
  /** Whether the owner of the target must be one of the caller's groups, or must be none of them. */
  readonly owner_in_caller_groups?: boolean;
  readonly scopes?: ScopeSelector;
}

/** Matches a caller. A request without a caller matches no caller selector. In the lists, `*` stands for any characters. */
export interface CallerSelector {
  readonly agent_ids?: readonly string[];
  readonly roles?: readonly string[];
  readonly groups?: readonly string[];
  /** Matches if the delegation chain contains one of these agent ids. */
  readonly delegated_from?: readonly string[];
  /** Longest delegation chain. Callers that are not delegates also match. */
  readonly max_delegation_depth?: number;
  /** `true`: the caller must be a delegate. `false`: the caller must not be a delegate. */
  readonly require_delegation?: boolean;
}

/** Hours are inclusive: 9 to 17 ends at 17:59:59. A window past midnight belongs to the day on which it starts. */
export interface TimeWindow {
  /** 0 is Monday. Absent: every day. */
  readonly days?: readonly number[];
  readonly start_hour: number;
  readonly end_hour: number;
  /** An IANA name such as Europe/Zurich; UTC by default. */
  readonly timezone?: string;
}

export interface PolicyMatch {
  /** Globs over action names: `* ? [a-z] [!a-z]`. Absent: every action. */
  readonly actions?: readonly string[];
  /** Globs over the tags of the action, of which it must have one. Absent: every action. */
  readonly tags?: readonly string[];
  /** Whether the definition of the action must be reversible, or must not be. */
  readonly reversible?: boolean;
  readonly params?: ParameterTests;
  readonly targets?: TargetSelector;
  readonly callers?: CallerSelector;
  readonly time_windows?: readonly TimeWindow[];
  /** Matched on the effective risk. */
  readonly risk_classes?: readonly RiskClass[];
  /** `true`: the request must have a change ticket. `false`: it must have none. */
  readonly require_ticket?: boolean;
  /** The rule does not match where all of these conditions hold. */
  readonly not?: Omit<PolicyMatch, 'not'>;
}

/** The first matching rule decides: highest priority first, then file order. */
export interface PolicyRule {
  readonly name: string;
  readonly description: string;
  readonly priority: number;
  readonly match: PolicyMatch;
  readonly decision: DecisionResult;
  readonly reason: string;
}
