import type { Change as PolicyChange, Explanation as PolicyExplanation } from '@agent-safe/pdp';
import { limitKeys } from '@agent-safe/risk';
import { applyEdits, type LimitedRequest } from '../services/changed-request.ts';
import { findLimitEffect, type LimitEffect, type LimitedVerdict } from '../services/limit-effect.ts';
import type { PipelineServices } from './request/pipeline-services.ts';
import type { RequestState } from './request/request-state.ts';
import type { VerifiedRequest } from './request/verified-request.ts';
import { begin } from './stages/begin.ts';
import { decide } from './stages/decide.ts';
import { findApproval } from './stages/find-approval.ts';
import { identify } from './stages/identify.ts';

/** A change of the request, with the answers of policy and limits. */
export interface Change extends PolicyChange {
  /** The limit that would change `result`, if the changed request came next; null if there is none. */
  readonly limit: LimitEffect | null;
}

/** The explanation of an answer, and the changes of the request that would change it. */
export interface Explanation extends Omit<PolicyExplanation, 'changes'> {
  readonly changes: readonly Change[];
  /** The limit that would change the answer of the policy, if the same request came next; null if there is none. */
  readonly limit: LimitEffect | null;
}

/**
 * Explains the answer to a request at a time. It decides, counts and records nothing.
 *
 * @param options.at milliseconds since 1970, UTC
 */
export async function explain(
  request: unknown,
  services: PipelineServices,
  { at, verified }: { readonly at: number; readonly verified?: VerifiedRequest | undefined },
): Promise<Explanation> {
  const begun = begin(request, services, { verified });
  const state = begun.refused ? begun : await identify(begun, services);
  const { code } = state.verdict;
  if (state.refused && code !== 'caller_unverified') {
    return { verdict: state.verdict, rules: [], hides: [], changes: [], tried: 0, complete: true, limit: null };
  }
  const { action, params, target, ticket_id } = state.request;
  // The decision point refuses an unverified name itself, and lists the changes that would help.
  const caller = state.refused ? state.request.caller : state.caller;
  const explained = services.pdp.explain({
    action,
    target,
    described_target: verified?.target,
    caller,
    params,
    ticket_id,
    at,
  });
  const asked: LimitedRequest = { action, target: target ?? undefined, caller: state.caller, at };
  const changes: Change[] = [];
  for (const change of explained.changes) {
    const limit = await findLimit(applyEdits(asked, change.edits), change.result, services);
    changes.push({ ...change, limit });
  }
  // An unverified caller is refused before its requests count.
  if (state.refused) return { ...explained, changes, limit: null };
  const openApproval = await findOpenApproval({ ...state, at }, services);
  const limit = await findLimit(asked, explained.verdict.result, services, openApproval);
  return { ...explained, changes, limit };
}

/** Finds the limit that would change the answer of the policy to a request. */
function findLimit(
  { action, at, caller, target }: LimitedRequest,
  result: PolicyChange['result'],
  { limits, pdp, verifiesCallers }: PipelineServices,
  openApproval?: LimitedVerdict['openApproval'],
): Promise<LimitEffect | null> {
  const { effective_risk, risk_class } = pdp.resolve(action, target);
  const verdict = { result, effective_risk, risk_class, openApproval };
  return findLimitEffect(limits, limitKeys(caller, verifiesCallers), verdict, at, verifiesCallers);
}

/** The status of an approval request for the same request; undefined if there is none that is pending or unused. */
async function findOpenApproval(
  state: RequestState,
  services: PipelineServices,
): Promise<LimitedVerdict['openApproval']> {
  const decided = decide(state, services);
  const { openApproval } = decided.refused ? decided : await findApproval(decided, services);
  const status = openApproval?.status;
  return status === 'pending' || status === 'approved' ? status : undefined;
}
