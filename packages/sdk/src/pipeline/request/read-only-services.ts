import type { ApprovalRequest, KeyLimits, LimitStore, RiskScore, RiskStore } from '@agent-safe/core';
import type { PipelineApprovals, PipelineServices } from './pipeline-services.ts';

/**
 * Returns the services of one preview. They answer like the given services, and change nothing: the limits and the risk
 * score are read instead of counted, and an approval is found and not claimed.
 */
export function readOnlyServices(services: PipelineServices): PipelineServices {
  const { limits } = services;
  return {
    ...services,
    record: undefined,
    limits: {
      ...limits,
      limitStore: readOnlyLimits(limits.limitStore),
      riskStore: readOnlyRisks(limits.riskStore),
    },
    approvals: readOnlyApprovals(services),
  };
}

function readOnlyApprovals({ approvals }: PipelineServices): PipelineApprovals {
  let found: ApprovalRequest | undefined;
  return {
    checkAvailable: () => approvals.checkAvailable(),
    async find(digest, claimant, answer) {
      const result = await approvals.find(digest, claimant, answer);
      found = result.ok ? result.request : undefined;
      return result;
    },
    // The search has verified that the caller may claim the approval.
    async claim(requestId) {
      if (found?.request_id === requestId) return { ok: true, request: found };
      return { ok: false, code: 'approval_unknown', reason: 'The approval was not found.' };
    },
    ask: (answer, request) => approvals.checkAsk(answer, request),
    checkAsk: (answer, request) => approvals.checkAsk(answer, request),
  };
}

/** The limits of the next request, if nothing counts it. */
function readOnlyLimits(store: LimitStore): LimitStore {
  return {
    admit: async (key: string, limits: KeyLimits, now: number) => (await store.inspect(key, limits, now)).next,
    inspect: (key, limits, now) => store.inspect(key, limits, now),
    keys: (prefix, limit) => store.keys(prefix, limit),
    recordOutcome: async () => undefined,
    reset: async () => undefined,
  };
}

/** The score as it would be with one more weight. */
function readOnlyRisks(store: RiskStore): RiskStore {
  return {
    async weigh(key, weight, window, _once, now): Promise<RiskScore> {
      const { count, score } = await store.inspect(key, window, now);
      return weight === 0 ? { count, score } : { count: count + 1, score: score + weight };
    },
    inspect: (key, window, now) => store.inspect(key, window, now),
    keys: (prefix, limit) => store.keys(prefix, limit),
    reset: async () => undefined,
  };
}
