import { type RequestState, refuse } from './request-state.ts';

/** A denied request stays denied. If the policy allows it, the denial counts only if the score requires an approval. */
export async function refuseDenied(state: RequestState): Promise<RequestState> {
  const { deniedApproval, verdict } = state;
  if (deniedApproval === undefined || verdict.result !== 'require_approval') return state;
  const { describeDenial } = await import('../../lazy/approvals.ts');
  return refuse(state, 'approval_denied', describeDenial(deniedApproval));
}
