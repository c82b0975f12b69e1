/** An agent delegated to another agent. The child's token is never recorded. */
export interface DelegationGrantedFields {
  readonly result: 'allow';
  readonly parent_agent_id: string;
  readonly child_agent_id: string;
  /** Agent ids of the delegators, outermost first. The last id is the parent. */
  readonly chain: readonly string[];
  readonly roles: readonly string[];
  readonly groups: readonly string[];
  /** Globs over action names. Null: this delegation adds no restriction. */
  readonly actions: readonly string[] | null;
  /** Globs over target ids. Null: this delegation adds no restriction. */
  readonly targets: readonly string[] | null;
  /** The highest number of hops in the chain, counted from its root. Null: only the server's limit applies. */
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
  /** The machine code, such as `role_not_held`. */
  readonly code: string;
  readonly reason: string;
  /** Null if the parent's token is invalid. */
  readonly parent_agent_id: string | null;
  /** Null if the request names no child. */
  readonly child_agent_id: string | null;
}
