import type { Action, Caller, ParameterSlots, RiskClass, Target } from '@agent-safe/core';
import type { MaskValue } from './secret-test.ts';

/** A request as rules match it: names resolved, effective risk computed. */
export interface ResolvedRequest {
  readonly action: string;
  /** The definition of the action. If it is missing, its tags and parameters are unknown. */
  readonly definition?: Action | undefined;
  /** The values that will run: defaults are applied. If they are missing, they are unknown. */
  readonly slots?: Readonly<ParameterSlots> | undefined;
  /** Masks sensitive values. If it is missing, their masks are unknown. */
  readonly mask?: MaskValue | undefined;
  readonly target: Target | undefined;
  readonly caller: Caller | undefined;
  /** Number of proven names of the caller, from `VerifiedChain.count`: 0 for an unverified caller. */
  readonly verifiedChain: number;
  readonly effectiveRisk: RiskClass;
  readonly hasChangeTicket: boolean;
  /** Milliseconds since 1970, UTC. */
  readonly at: number;
}

/** The parts of a request that select rules. */
export type ActionOnTarget = Pick<ResolvedRequest, 'action' | 'definition' | 'target' | 'effectiveRisk'>;
