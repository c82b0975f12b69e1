import { AgentSafeError, describeCause } from '@agent-safe/core';
import type { PipelineServices } from '../request/pipeline-services.ts';
import type { RecordedDecision } from '../request/request-state.ts';

/**
 * Records decisions, and returns after they would survive a power failure. The steps of a plan are recorded together,
 * all or none. A decision that cannot be recorded becomes a deny with the code audit_unavailable, and does not count
 * against its caller.
 */
export async function record(
  decisions: readonly RecordedDecision[],
  services: PipelineServices,
): Promise<readonly RecordedDecision[]> {
  if (services.record === undefined || decisions.length === 0) return decisions;
  try {
    const receipts = await services.record(
      decisions.map(({ decision, recorded }) => {
        return { event_type: 'decision', event_id: decision.audit_id, fields: recorded };
      }),
    );
    return decisions.map((each, index) => ({ ...each, receipt: receipts[index] }));
  } catch (error) {
    const { refund } = await import('../../lazy/refund.ts');
    for (const { state } of decisions) await refund(state, services);
    const why = error instanceof AgentSafeError ? error.message : describeCause(error);
    const reason = `The decision could not be recorded, so the request is denied. ${why}`;
    const denied = { result: 'deny', code: 'audit_unavailable', reason, policy_matched: null } as const;
    return decisions.map((each) => ({ ...each, decision: { ...each.decision, ...denied } }));
  }
}
