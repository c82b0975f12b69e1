import { AgentSafeError, describeCause, holdsToken } from '@agent-safe/core';
import type { PipelineServices } from '../request/pipeline-services.ts';
import type { RecordedDecision } from '../request/request-state.ts';

const NONE: ReadonlySet<RecordedDecision> = new Set();

/** After the first few refused tokens of a minute, the log counts them in a summary. */
async function countRefusedTokens(
  decisions: readonly RecordedDecision[],
  services: PipelineServices,
): Promise<ReadonlySet<RecordedDecision>> {
  const refused = decisions.filter(({ state: { request, verdict } }) => {
    const isCaller = verdict.code === 'caller_invalid' || verdict.code === 'caller_revoked';
    return isCaller && request.caller !== undefined && holdsToken(request.caller);
  });
  if (refused.length === 0 && !(await services.refusedTokens.isDue(services.clock()))) return NONE;
  const lazy = await import('../deferred/refused-tokens.ts');
  return lazy.countRefusedTokens(refused, services);
}

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
  const counted = await countRefusedTokens(decisions, services);
  const own = counted.size === 0 ? decisions : decisions.filter((each) => !counted.has(each));
  if (own.length === 0) return decisions;
  try {
    const receipts = await services.record(
      own.map(({ decision, recorded }) => {
        return { event_type: 'decision', event_id: decision.audit_id, fields: recorded };
      }),
    );
    let next = 0;
    return decisions.map((each) => ({ ...each, receipt: counted.has(each) ? undefined : receipts[next++] }));
  } catch (error) {
    const { refund } = await import('../deferred/refund.ts');
    for (const { state } of decisions) await refund(state, services);
    const why = error instanceof AgentSafeError ? error.message : describeCause(error);
    const reason = `The decision could not be recorded, so the request is denied. ${why}`;
    const denied = { result: 'deny', code: 'audit_unavailable', reason, policy_matched: null } as const;
    return decisions.map((each) => ({ ...each, decision: { ...each.decision, ...denied } }));
  }
}
