import { AgentSafeError, describeCause, type RateLimit } from '@agent-safe/core';
import { judgeRisk, limitKey, riskClassOf, riskWeight } from '@agent-safe/risk';
import { type Judges, refuse, type State } from '../request-state.ts';

/** Lets a request through, or refuses it with rate_limited, circuit_open or state_unavailable. What is refused does not count. */
export async function limit(state: State, { restraint, verifiesCallers }: Judges): Promise<State> {
  const { limits, rateLimit } = restraint;
  if (rateLimit === undefined) return state;
  const key = limitKey(state.caller, verifiesCallers);
  try {
    const admission = await limits.admit(key, rateLimit, state.at);
    if (admission.admitted) return { ...state, admittedAs: key };
    return refuse(state, admission.code, describeLimit(admission, rateLimit, state.caller?.agent_id));
  } catch (error) {
    return refuseUnavailable(state, error);
  }
}

/** Tells the circuit breaker what became of a request that was let through. What the state cannot take is refused. */
export async function reportOutcome(state: State, { restraint }: Judges): Promise<State> {
  const { limits, rateLimit } = restraint;
  if (rateLimit === undefined || state.admittedAs === undefined || rateLimit.circuit_breaker_threshold === 0)
    return state;
  // That we could not tell is not what the agent did.
  if (state.verdict.code === 'state_unavailable' || state.verdict.code === 'audit_unavailable') return state;
  try {
    await limits.recordOutcome(state.admittedAs, state.verdict.result, rateLimit, state.at);
    return state;
  } catch (error) {
    return refuseUnavailable(state, error);
  }
}

/**
 * Adds the risk of what is not denied to the score of its caller, which may make the answer stricter and never milder:
 * risk_escalated, risk_denied, state_unavailable. What people are asked about already, or have approved, was counted then.
 */
export async function weigh(state: State, { restraint, verifiesCallers }: Judges): Promise<State> {
  const { cumulativeRisk: config, risks } = restraint;
  if (config === undefined) return state;
  const { effective_risk, result, risk_class } = state.verdict;
  const weight = riskWeight(risk_class, effective_risk, config.risk_scores);
  const key = limitKey(state.caller, verifiesCallers);
  const add = async (more: number) =>
    (await risks.weigh(key, more, config.window_seconds * 1_000, undefined, state.at)).score;
  let score: number;
  try {
    score = await add(state.open === undefined ? weight : 0);
    // It was counted as what people are asked about. What needs nobody any more is another one, and would be free.
    const isFree = state.open !== undefined && result === 'allow' && judgeRisk(score, config) === 'within';
    if (isFree) score = await add(weight);
  } catch (error) {
    return refuseUnavailable(state, error);
  }
  const weighed: State = { ...state, risk: { score, riskClass: riskClassOf(score, config) } };
  const judgement = judgeRisk(score, config);
  if (judgement === 'within' || (judgement === 'escalate' && result !== 'allow')) return weighed;
  const sum = `All that was asked for by this caller within ${config.window_seconds} seconds adds up to a risk of ${score}`;
  if (judgement === 'deny') {
    const reason = `${sum}, and from ${config.deny_threshold} on everything is denied. It falls as time passes: see "agent-safe risk show".`;
    return refuse({ ...weighed, escalatedFrom: state.escalatedFrom ?? result }, 'risk_denied', reason);
  }
  const reason = `${sum}, and from ${config.escalation_threshold} on a person has to approve. The policy alone allows it: ${state.verdict.reason}`;
  const verdict = { ...state.verdict, result: 'require_approval', code: 'risk_escalated', reason } as const;
  return { ...weighed, escalatedFrom: result, verdict };
}

function describeLimit(
  { code, retry_at }: { readonly code: 'rate_limited' | 'circuit_open'; readonly retry_at: number },
  { circuit_breaker_threshold, circuit_breaker_window_seconds, max_requests, window_seconds }: RateLimit,
  agent: string | undefined,
): string {
  const who = agent === undefined ? 'This caller' : `"${agent}"`;
  const when = `Ask again at ${new Date(retry_at).toISOString()}.`;
  if (code === 'rate_limited') {
    return `${who} has asked ${max_requests} times within ${window_seconds} seconds, which is the limit. ${when}`;
  }
  return `${who} is paused: ${circuit_breaker_threshold} of its requests within ${circuit_breaker_window_seconds} seconds were denied. ${when}`;
}

function refuseUnavailable(state: State, error: unknown): State {
  const why = error instanceof AgentSafeError ? error.message : describeCause(error);
  return refuse(state, 'state_unavailable', `Nobody can tell what this caller did before, and so it is denied. ${why}`);
}
