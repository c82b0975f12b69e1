import type { Caller, RiskClass, Target } from '@agent-safe/core';

/** A request as rules match it: names resolved, effective risk computed. */
export interface ResolvedRequest {
  readonly action: string;
  readonly target: Target | undefined;
  readonly caller: Caller | undefined;
  /** Number of proven names of the caller, from `VerifiedChain.count`: 0 for an unverified caller. */
  readonly verifiedChain: number;
  readonly effectiveRisk: RiskClass;
  readonly hasChangeTicket: boolean;
  /** Milliseconds since 1970, UTC. */
  readonly at: number;
}
