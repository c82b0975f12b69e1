import { mayRequest } from '../request/approval-use.ts';
import type { PipelineServices } from '../request/pipeline-services.ts';
import type { RecordedDecision } from '../request/request-state.ts';

/**
 * Adds an approval request to a decision that requires an approval, unless a request is open. If no approval can be
 * requested, the decision stays as it is, and its reason says why.
 */
export function requestApproval(
  recorded: RecordedDecision,
  services: PipelineServices,
): RecordedDecision | Promise<RecordedDecision> {
  const { decision } = recorded;
  if (decision.result !== 'require_approval' || decision.request_id !== undefined) return recorded;
  if (!mayRequest(recorded.state.approvals)) return recorded;
  return request(recorded, services);
}

async function request(recorded: RecordedDecision, services: PipelineServices): Promise<RecordedDecision> {
  const { openRequest } = await import('../deferred/approval-stages.ts');
  return openRequest(recorded, services);
}
