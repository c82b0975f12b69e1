/** One agent gave another one a token of its own. The token itself is never recorded. */
export interface DelegationGrantedFields {
  readonly result: 'allow';
  readonly parent_agent_id: string;
  readonly child_agent_id: string;
  /** Agent ids of those that delegated, outermost first. The last one is the parent. */
  readonly chain: readonly string[];
  readonly roles: readonly string[];
  readonly groups: readonly string[];
  /** Globs over action names. Null: this delegation adds no limit. */
  readonly actions: readonly string[] | null;
  /** Globs over target ids. Null: this delegation adds no limit. */
  readonly targets: readonly string[] | null;
  /** The most hops that the chain may have, counted from its root. Null: the server's limit alone holds. */
  readonly max_depth: number | null;
  /** The id of the child's token. */
  readonly jti: string;
  /** The id of the parent's token. Null for a token of Agent-Safe 0.11. */
  readonly parent_jti: string | null;
  /** RFC 3339, UTC. */
  readonly expires_at: string;
}

/** A delegation that was refused. */
export interface DelegationRefusedFields {
  readonly result: 'deny';
  /** Such as `role_not_held`. */
  readonly code: string;
  readonly reason: string;
  /** Null where the parent's token proves nothing. */
  readonly parent_agent_id: string | null;
  /** Null where the request names no child. */
  readonly child_agent_id: string | null;
}
