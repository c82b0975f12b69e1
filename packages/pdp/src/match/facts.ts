import type { Caller, RiskClass, Target } from '@agent-safe/core';

/** A request as rules see it: every name resolved, every weight computed. */
export interface Facts {
  readonly action: string;
  readonly target: Target | undefined;
  readonly caller: Caller | undefined;
  /** How many names of the caller count in rules that allow, as `VerifiedChain.count` says: 0 where nothing proves who asks. */
  readonly verifiedChain: number;
  readonly effectiveRisk: RiskClass;
  readonly hasChangeTicket: boolean;
  /** Milliseconds since 1970, UTC. */
  readonly at: number;
}
