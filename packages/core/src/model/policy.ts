import type { DecisionResult, Environment, RiskClass, Sensitivity } from './vocabulary.ts';

/** Matches a known target. All given conditions must hold; in a list any value suffices; all labels must match. */
export interface TargetSelector {
  readonly environments?: readonly Environment[];
  readonly sensitivities?: readonly Sensitivity[];
  readonly types?: readonly string[];
  readonly labels?: { readonly [label: string]: string };
}

/** Matches a caller; a request without a caller matches no caller selector. */
export interface CallerSelector {
  readonly agent_ids?: readonly string[];
  readonly roles?: readonly string[];
  readonly groups?: readonly string[];
  /** Any agent id of the delegation chain. */
  readonly delegated_from?: readonly string[];
  /** Admits callers that were not delegated to. */
  readonly max_delegation_depth?: number;
  /** `false` demands that the caller is not a delegate. */
  readonly require_delegation?: boolean;
}

/** Hours are inclusive: 9 to 17 ends at 17:59:59. A window past midnight belongs to the day it starts on. */
export interface TimeWindow {
  /** 0 is Monday. Absent: every day. */
  readonly days?: readonly number[];
  readonly start_hour: number;
  readonly end_hour: number;
  /** An IANA name such as Europe/Zurich; UTC where absent. */
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
  /** `false` demands that no ticket id was given. */
  readonly require_ticket?: boolean;
}

/** The first rule that matches decides: highest priority first, equal ones in the order of their files. */
export interface PolicyRule {
  readonly name: string;
  readonly description: string;
  readonly priority: number;
  readonly match: PolicyMatch;
  readonly decision: DecisionResult;
  readonly reason: string;
}
