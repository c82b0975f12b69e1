import {
  type Caller,
  DECISION_RESULTS,
  type DecisionResult,
  type LoggedEvent,
  RISK_CLASSES,
  type RiskClass,
} from '@agent-safe/core';
import { limitKey, limitKeys, limitsOfKey, riskWeight } from '@agent-safe/risk';
import { admitCaller, recordCallerOutcome } from '@agent-safe/risk/check';
import { limitSpan } from '@agent-safe/risk/state';
import { findCircuitKeys } from '../circuit-keys.ts';
import { type LimitServices, toLimiting } from '../limits.ts';
import { readText, readTime } from './read-fields.ts';

/** Event types that change limits. */
export const LIMIT_EVENTS: readonly string[] = ['decision', 'risk_reset'];

/** Codes of requests that no limit counts: they were refused before, or by a limit itself. */
const UNCOUNTED = [
  'audit_unavailable',
  'caller_invalid',
  'caller_revoked',
  'caller_unverified',
  'circuit_open',
  'rate_limited',
  'request_invalid',
  'state_unavailable',
];

/** Returns the longest time in milliseconds for which a request counts. */
export function longestWindow({ cumulativeRisk, rateLimit }: LimitServices, verifiesCallers: boolean): number {
  const rate = rateLimit === undefined ? 0 : limitSpan(limitsOfKey('nobody:', rateLimit, verifiesCallers));
  return Math.max(rate, (cumulativeRisk?.window_seconds ?? 0) * 1_000);
}

/** Counts recorded requests again, so that a lost state does not refund them. @param events oldest first */
export async function replayLimits(
  events: readonly LoggedEvent[],
  limits: LimitServices,
  verifiesCallers: boolean,
): Promise<void> {
  for (const event of events) {
    if (event.event_type === 'risk_reset') await reset(event, limits, verifiesCallers);
    else await count(event, limits, verifiesCallers);
  }
}

async function count(event: LoggedEvent, limits: LimitServices, verifiesCallers: boolean): Promise<void> {
  const { code, cumulative_risk_score, effective_risk, evaluated_at, request_id, result, risk_class } = event;
  const at = readTime(evaluated_at);
  // A correction of a decision has no time.
  if (Number.isNaN(at) || UNCOUNTED.includes(readText(code))) return;
  const caller = readCaller(event);
  const limiting = toLimiting(limits, verifiesCallers);
  if (limiting !== undefined) {
    const keys = limitKeys(caller, verifiesCallers);
    const admitted = await admitCaller(keys, limiting, at);
    const outcome = DECISION_RESULTS.find((each): each is DecisionResult => each === result);
    if (admitted.ok && outcome !== undefined) await recordCallerOutcome(keys, outcome, limiting, at);
  }
  const { cumulativeRisk, riskStore } = limits;
  // A request whose approval was open counted when it was first made.
  if (cumulativeRisk === undefined || cumulative_risk_score === undefined || request_id !== undefined) return;
  const weight = riskWeight(readRisk(risk_class), readRisk(effective_risk), cumulativeRisk.risk_scores);
  const window = cumulativeRisk.window_seconds * 1_000;
  await riskStore.weigh(limitKey(caller, verifiesCallers), weight, window, undefined, at);
}

async function reset(
  { key: given, reset_until, timestamp }: LoggedEvent,
  { cumulativeRisk, limitStore, rateLimit, riskStore }: LimitServices,
  verifiesCallers: boolean,
): Promise<void> {
  const [key, until, now] = [readText(given), readTime(reset_until), readTime(timestamp)];
  if (Number.isNaN(until) || Number.isNaN(now)) return;
  if (cumulativeRisk !== undefined) await riskStore.reset(key, cumulativeRisk.window_seconds * 1_000, until, now);
  if (rateLimit === undefined) return;
  for (const each of [key, ...(await findCircuitKeys(key, limitStore, verifiesCallers))]) {
    await limitStore.reset(each, limitsOfKey(each, rateLimit, verifiesCallers), until, now);
  }
}

function readCaller({ caller, caller_verified, chain }: LoggedEvent): Caller | undefined {
  if (typeof caller !== 'string') return undefined;
  const delegators = Array.isArray(chain) ? chain.filter((each): each is string => typeof each === 'string') : [];
  return { agent_id: caller, verified: caller_verified === true, roles: [], groups: [], delegation_chain: delegators };
}

/** An unknown class counts as the highest, so that a changed log refunds nothing. */
function readRisk(given: unknown): RiskClass {
  return RISK_CLASSES.find((each) => each === given) ?? 'critical';
}
