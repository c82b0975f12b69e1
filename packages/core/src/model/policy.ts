import type { DecisionResult, Environment, RiskClass, Sensitivity } from './vocabulary.ts';

/**
 * Matches a known target. All given conditions must hold. Any value of a list suffices. All labels must match. Types and the values of
 * labels may be globs, as in `compilePathGlob`.
 */
export interface TargetSelector {
  readonly environments?: readonly Environment[];
  readonly sensitivities?: readonly Sensitivity[];
  readonly types?: readonly string[];
  readonly labels?: { readonly [label: string]: string };
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
  readonly targets?: TargetSelector;
  readonly callers?: CallerSelector;
  readonly time_windows?: readonly TimeWindow[];
  /** Matched on the effective risk. */
  readonly risk_classes?: readonly RiskClass[];
  /** `true`: the request must have a change ticket. `false`: it must have none. */
  readonly require_ticket?: boolean;
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
