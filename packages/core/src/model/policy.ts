import type { ApproverCriteria } from './approval.ts';
import type { ParameterTests, ScopeSelector } from './policy-conditions.ts';
import type { DayName } from './time.ts';
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

/**
 * A part of each day, in local time. It has hours or times of day, not both. A window past midnight belongs to the day on which it
 * starts.
 */
export interface TimeWindow {
  /** Names, or numbers: 0 is Monday. Absent: every day. */
  readonly days?: readonly (DayName | number)[];
  /** First hour. Default: 0. */
  readonly start_hour?: number;
  /** Last hour, inclusive: 17 ends at 17:59:59. Default: 23. */
  readonly end_hour?: number;
  /** First minute, such as `22:30`. Default: `00:00`. */
  readonly start?: string;
  /** End, exclusive: `06:00` ends at 05:59:59. Default: `24:00`. */
  readonly end?: string;
  /** An IANA name such as Europe/Zurich; UTC by default. */
  readonly timezone?: string;
}

/** The period in which a rule exists. It has at least one end. */
export interface ValidPeriod {
  /** First instant: RFC 3339 with `Z` or an offset. */
  readonly from?: string;
  /** End, exclusive: RFC 3339 with `Z` or an offset. */
  readonly until?: string;
}

/**
 * Requirements of an approval rule, beside the settings. The stricter of both applies: approvers must meet both, the larger quorum and the
 * shorter lifetime count.
 */
export interface RequiredApprovals extends Partial<ApproverCriteria> {
  readonly quorum?: number;
  /** Longest lifetime of a request, in seconds. */
  readonly ttl_seconds?: number;
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
  readonly valid?: ValidPeriod;
  /** Matched on the effective risk. */
  readonly risk_classes?: readonly RiskClass[];
  /** `true`: the request must have a change ticket. `false`: it must have none. */
  readonly require_ticket?: boolean;
  /** The rule does not match where all of these conditions hold. */
  readonly not?: Omit<PolicyMatch, 'not'>;
}

/** The first matching rule decides: guardrails first, then the highest priority, then file order. */
export interface PolicyRule {
  readonly name: string;
  readonly description: string;
  readonly priority: number;
  readonly match: PolicyMatch;
  readonly decision: DecisionResult;
  readonly reason: string;
  /**
   * Whether the rule is a guardrail, which is tried before all other rules. Guardrails that deny come first. Only rules that deny or
   * require approval can be guardrails.
   */
  readonly overrides?: boolean;
  /** Only for rules that require approval. */
  readonly approvals?: RequiredApprovals;
}
