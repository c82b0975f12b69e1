import { AgentSafeError, type CumulativeRisk } from '@agent-safe/core';
import { evaluateRisk, limitKey, riskClassOf, riskWeight } from '@agent-safe/risk/check';
import type { PipelineServices } from '../request/pipeline-services.ts';
import { type RequestState, refuse, refuseUnavailable } from '../request/request-state.ts';

/**
 * Adds the risk of a request to the score of its caller. A high score makes the answer stricter, with the codes
 * risk_escalated (require_approval) and risk_denied. It never makes an answer less strict. Refuses with
 * state_unavailable.
 */
export function weighRisk(state: RequestState, services: PipelineServices): RequestState | Promise<RequestState> {
  const config = services.limits.cumulativeRisk;
  return config === undefined ? state : weigh(state, services, config);
}

async function weigh(state: RequestState, services: PipelineServices, config: CumulativeRisk): Promise<RequestState> {
  let added: Added;
  try {
    added = await addRisk(state, services, config);
  } catch (error) {
    return refuseUnavailable(state, error);
  }
  const { score, weight } = added;
  const weights = [...(state.weights ?? []), weight];
  return applyScore({ ...state, weights }, score, config, limitKey(state.caller, services.verifiesCallers));
}

/** The score after the request, and what the request added to it. */
interface Added {
  readonly score: number;
  readonly weight: number;
}

/** An open approval request counted when it was made, so it adds nothing. */
async function addRisk(state: RequestState, services: PipelineServices, config: CumulativeRisk): Promise<Added> {
  const { effective_risk, result, risk_class } = state.verdict;
  const weight = riskWeight(risk_class, effective_risk, config.risk_scores);
  const key = limitKey(state.caller, services.verifiesCallers);
  const add = async (more: number) => {
    const window = config.window_seconds * 1_000;
    const { score } = await services.limits.riskStore.weigh(key, more, window, undefined, state.at);
    // A store written in JavaScript may return any value, and no threshold applies to NaN.
    if (Number.isFinite(score)) return { score, weight: more };
    throw new AgentSafeError('ERR_STORE_UNAVAILABLE', 'The risk store gave no score.');
  };
  if (state.openApproval === undefined) return add(weight);
  const known = await add(0);
  // A request that no longer needs approval counts as a new request.
  return result === 'allow' && evaluateRisk(known.score, config) === 'within' ? add(weight) : known;
}

async function applyScore(
  state: RequestState,
  score: number,
  config: CumulativeRisk,
  key: string,
): Promise<RequestState> {
  const { result } = state.verdict;
  const weighed: RequestState = { ...state, risk: { score, riskClass: riskClassOf(score, config) } };
  const evaluation = evaluateRisk(score, config);
  if (evaluation === 'within' || (evaluation === 'escalate' && result !== 'allow')) return weighed;
  const { describeHolder, describeScore } = await import('../../lazy/limits.ts');
  const why = describeScore(score, evaluation, config, describeHolder(key));
  if (evaluation === 'deny') {
    const reason = `${why} Run "agent-safe risk show" to see when the score falls.`;
    return refuse({ ...weighed, escalatedFrom: state.escalatedFrom ?? result }, 'risk_denied', reason);
  }
  const reason = `${why} The policy alone allows this request: ${state.verdict.reason}`;
  const verdict = { ...state.verdict, result: 'require_approval', code: 'risk_escalated', reason } as const;
  return { ...weighed, escalatedFrom: result, verdict };
}
