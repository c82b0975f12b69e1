/** What one hop of a delegation added: less than what the one before it held. All that is given must hold. */
export interface DelegationScope {
  /** Globs over action names. */
  readonly actions?: readonly string[];
  /** Globs over target ids. A request without a known target is outside of any. */
  readonly targets?: readonly string[];
  /** Seconds since 1970, from which on nothing is allowed. */
  readonly exp?: number;
}

/** Which names an agent may give to those it delegates to, so that rules may count on them. */
export interface DelegationGrant {
  /** The id of the agent that delegates. */
  readonly parent: string;
  /** Globs over the ids of those it delegates to. */
  readonly children: readonly string[];
}

export interface DelegationSettings {
  /** How often in a row may be delegated. */
  readonly max_depth: number;
  readonly grants: readonly DelegationGrant[];
}

export const DEFAULT_DELEGATION: DelegationSettings = { max_depth: 5, grants: [] };
