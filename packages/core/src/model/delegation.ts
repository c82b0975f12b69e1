/**
 * How globs over target ids are read. `parts`: as in `compilePathGlob`. `text`: as in `compileGlob`, where `*` also matches separators.
 * Tokens keep the reading of the version that issued them.
 */
export type TargetGlobs = 'parts' | 'text';

/** The restrictions of one delegation, narrower than those before it. A request must satisfy all fields. */
export interface DelegationScope {
  /** Globs over action names. */
  readonly actions?: readonly string[];
  /** Globs over target ids, as in `compilePathGlob`. A request without a known target matches none. */
  readonly targets?: readonly string[];
  /** How to read `targets`. Default: `parts`. */
  readonly target_globs?: TargetGlobs;
  /** End of the delegation, in seconds since 1970, UTC. */
  readonly exp?: number;
}

/** The names that an agent may give to the agents it delegates to. Rules match a child's name only if it is granted. */
export interface DelegationGrant {
  /** The id of the agent that delegates. */
  readonly parent: string;
  /** Globs over the ids of its children. */
  readonly children: readonly string[];
}

export interface DelegationSettings {
  /** The highest number of hops in a delegation chain. */
  readonly max_depth: number;
  readonly grants: readonly DelegationGrant[];
}

export const DEFAULT_DELEGATION: DelegationSettings = { max_depth: 5, grants: [] };
