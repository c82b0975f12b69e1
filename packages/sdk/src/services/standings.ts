import {
  AgentSafeError,
  describeCause,
  type KeyLimits,
  type LimitReport,
  RISK_CLASSES,
  type RiskClass,
  type RiskReport,
} from '@agent-safe/core';
import {
  agentsOfKey,
  inspectCaller,
  isCircuitKey,
  type LimitRefusal,
  limitKeys,
  limitsOfKey,
  riskClassOf,
} from '@agent-safe/risk';
import { findCircuitKeys } from './circuit-keys.ts';
import { admissionEffect, type LimitEffect, scoreEffect } from './limit-effect.ts';
import { type LimitServices, toLimiting } from './limits.ts';
import { REFUSED_TOKENS } from './refused-tokens.ts';

/** How limits change the answer to the next request of one risk class that the policy allows. */
export interface NextRequest {
  /** The higher of the action's risk class and the effective risk. */
  readonly risk_class: RiskClass;
  /** Null if the policy alone decides. */
  readonly limit: LimitEffect | null;
}

/** How much of its limits a caller has used. */
export interface Standing {
  /**
   * The key of the limits: `agent:ID`, `name:NAME`, `unverified:` or `nobody:`. `agent:A>B` and `below:A` are keys of a
   * circuit breaker alone: that of the delegate B of A, and that of all delegates of A together.
   */
  readonly key: string;
  /** Null if the project has no `cumulative_risk`, or the key has a circuit breaker alone. */
  readonly risk: (RiskReport & { readonly class: RiskClass }) | null;
  /** Null if the project has no `rate_limit`. */
  readonly rate: LimitReport | null;
  /** The limits of the key. Null if the project has no `rate_limit`. */
  readonly limits: KeyLimits | null;
  /** Whether the key has a circuit breaker alone, and no rate limit or risk. */
  readonly isCircuit: boolean;
  /** One entry for each risk class, the lowest first. */
  readonly next: readonly NextRequest[];
  /** Why the stored limits cannot be read. Requests of this caller are then denied with `state_unavailable`. */
  readonly problem?: string;
}

/**
 * Lists the limit use of all callers, the most recent first, or of one key and the circuit breakers that depend on it.
 * Limits that cannot be read have a `problem`.
 *
 * @param now milliseconds since 1970, UTC
 */
export async function listStandings(
  limits: LimitServices,
  now: number,
  verifiesCallers: boolean,
  only?: string,
): Promise<readonly Standing[]> {
  const { limitStore, riskStore } = limits;
  const keys =
    only === undefined
      ? [...new Set([...(await riskStore.keys()), ...(await limitStore.keys())])].filter(isLimitKey)
      : [only, ...(await findCircuitKeys(only, limitStore, verifiesCallers))];
  const standings: Standing[] = [];
  for (const key of keys) {
    try {
      standings.push(await readStanding(key, limits, now, verifiesCallers));
    } catch (error) {
      standings.push(damaged(key, limits, verifiesCallers, error));
    }
  }
  return standings;
}

/** Whether a key is one of limits: the stores also count refused tokens. */
function isLimitKey(key: string): boolean {
  return !key.startsWith(REFUSED_TOKENS);
}

async function readStanding(
  key: string,
  limits: LimitServices,
  now: number,
  verifiesCallers: boolean,
): Promise<Standing> {
  const { cumulativeRisk, limitStore, rateLimit, riskStore } = limits;
  const isCircuit = isCircuitKey(key, verifiesCallers);
  const risk =
    isCircuit || cumulativeRisk === undefined
      ? undefined
      : await riskStore.inspect(key, cumulativeRisk.window_seconds * 1_000, now);
  const own = rateLimit === undefined ? null : limitsOfKey(key, rateLimit, verifiesCallers);
  const rate = own === null ? undefined : await limitStore.inspect(key, own, now);
  checkTimes(risk, rate);
  const refusal = rate && (await findRefusal(key, rate, limits, now, verifiesCallers));
  const effectOn = (risk_class: RiskClass): LimitEffect | null => {
    if (refusal !== undefined) return admissionEffect(refusal, limits, verifiesCallers, now);
    if (risk === undefined) return null;
    return scoreEffect(risk, { result: 'allow', risk_class, effective_risk: risk_class }, limits, key, now);
  };
  return {
    key,
    risk: cumulativeRisk && risk ? { ...risk, class: riskClassOf(risk.score, cumulativeRisk) } : null,
    rate: rate ?? null,
    limits: own,
    isCircuit,
    next: RISK_CLASSES.map((risk_class) => ({ risk_class, limit: effectOn(risk_class) })),
  };
}

/** The limit that refuses the next request. A circuit breaker with another key can also refuse the requests of an agent. */
async function findRefusal(
  key: string,
  { next }: LimitReport,
  limits: LimitServices,
  now: number,
  verifiesCallers: boolean,
): Promise<LimitRefusal | undefined> {
  if (!next.ok) return { ...next, key };
  const limiting = toLimiting(limits, verifiesCallers);
  if (limiting === undefined || !key.startsWith('agent:') || isCircuitKey(key, verifiesCallers)) return undefined;
  const agent = { agent_id: agentsOfKey(key)[0] ?? '', verified: true, delegation_chain: [] };
  const inspected = await inspectCaller(limitKeys(agent, verifiesCallers), limiting, now);
  return inspected.ok ? undefined : inspected;
}

/** @throws AgentSafeError ERR_STORE_UNAVAILABLE for a stored time that is not a time: the state was changed */
function checkTimes(risk: RiskReport | undefined, rate: LimitReport | undefined): void {
  const times = [
    ...(risk?.entries.map(({ at }) => at) ?? []),
    ...(risk === undefined || risk.falls === null ? [] : [risk.falls.at]),
    ...(rate === undefined || rate.next.ok ? [] : [rate.next.retry_at]),
  ];
  if (times.every((at) => !Number.isNaN(new Date(at).getTime()))) return;
  throw new AgentSafeError('ERR_STORE_UNAVAILABLE', 'The stored limits of this caller hold an invalid time.');
}

/** The limits of one caller that cannot be read. A check denies its requests. */
function damaged(key: string, { rateLimit }: LimitServices, verifiesCallers: boolean, error: unknown): Standing {
  const why = error instanceof AgentSafeError ? error.message : describeCause(error);
  const limit = {
    result: 'deny',
    code: 'state_unavailable',
    reason: `The limits cannot be read. ${why}`,
    until: null,
  } as const;
  return {
    key,
    risk: null,
    rate: null,
    limits: rateLimit === undefined ? null : limitsOfKey(key, rateLimit, verifiesCallers),
    isCircuit: isCircuitKey(key, verifiesCallers),
    next: RISK_CLASSES.map((risk_class) => ({ risk_class, limit })),
    problem: limit.reason,
  };
}
