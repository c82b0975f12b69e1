import {
  type Admission,
  AgentSafeError,
  type DecisionResult,
  type LimitReport,
  type LimitStore,
  PASSED,
  type RateLimit,
} from '@agent-safe/core';
import { type LimitKeys, limitsOfKey } from './limit-key.ts';

/** The limits of a project, and the store that counts. */
export interface Limiting {
  readonly store: LimitStore;
  readonly limits: RateLimit;
  /** Whether there are keys that verify identity tokens. */
  readonly verifiesCallers: boolean;
}

/** A refusal, with the key of the limit that refuses. */
export type LimitRefusal = Extract<Admission, { readonly ok: false }> & { readonly key: string };
export type CallerAdmission = Extract<Admission, { readonly ok: true }> | LimitRefusal;

/**
 * Counts a request of a caller, unless a circuit breaker or the rate limit refuses it.
 *
 * @throws AgentSafeError ERR_STORE_UNAVAILABLE if the store gives no valid answer
 */
export async function admitCaller(keys: LimitKeys, limiting: Limiting, now: number): Promise<CallerAdmission> {
  const { budget, own } = keys;
  const found = await checkCircuits(keys, limiting, now);
  if (!found.ok) return found;
  const admitted = await admit(budget, limiting, now, budget !== own && !keys.shared.includes(budget));
  if (!admitted.ok || !found.isProbe) return admitted;
  // Of several requests after the cooldown, one decides whether the circuit closes.
  return admit(own, limiting, now, false);
}

/** Reports the outcome of an admitted request to the circuit breakers. */
export async function recordCallerOutcome(
  { counting, own }: LimitKeys,
  outcome: DecisionResult,
  limiting: Limiting,
  now: number,
): Promise<void> {
  for (const key of outcome === 'deny' ? [own, ...counting] : [own]) {
    await limiting.store.recordOutcome(key, outcome, limitsFor(key, limiting, false), now);
  }
}

/** Looks for an open circuit breaker other than that of the budget, which is checked when the request is counted. */
export async function checkCircuits(
  { budget, delegators, own, shared }: LimitKeys,
  limiting: Limiting,
  now: number,
): Promise<LimitRefusal | { readonly ok: true; readonly isProbe: boolean }> {
  if (limiting.limits.circuit_breaker_threshold === 0) return { ok: true, isProbe: false };
  const keys = [own, ...delegators, ...shared].filter((key) => key !== budget || delegators.includes(key));
  const reports = await Promise.all(
    keys.map((key) => limiting.store.inspect(key, limitsFor(key, limiting, false), now)),
  );
  let isProbe = false;
  for (const [index, key] of keys.entries()) {
    const { circuit, next } = checkReport(reports[index]);
    // A delegate does not decide whether the circuit of its delegator closes.
    const isClosed = circuit === 'off' || circuit === 'closed' || (circuit === 'half_open' && key !== own);
    if (isClosed) continue;
    const admission = toAdmission(next, key);
    if (!admission.ok) return admission;
    if (circuit === 'open') throw unavailable();
    isProbe = true;
  }
  return { ok: true, isProbe };
}

/** @param isSeparate whether another key has the circuit breaker */
export function limitsFor(key: string, { limits, verifiesCallers }: Limiting, isSeparate: boolean) {
  const own = limitsOfKey(key, limits, verifiesCallers);
  return isSeparate ? ({ ...own, circuit: 'ignored' } as const) : own;
}

async function admit(key: string, limiting: Limiting, now: number, isSeparate: boolean): Promise<CallerAdmission> {
  return toAdmission(await limiting.store.admit(key, limitsFor(key, limiting, isSeparate), now), key);
}

/** Checks an answer, because a store written in JavaScript may return any value. */
export function toAdmission(answer: Admission, key: string): CallerAdmission {
  if (answer.ok === true) return PASSED;
  const { code, ok, retry_at } = answer;
  if (ok === false && (code === 'rate_limited' || code === 'circuit_open') && Number.isFinite(retry_at)) {
    return { ok, code, retry_at, key };
  }
  throw unavailable();
}

const CIRCUITS: readonly string[] = ['off', 'closed', 'open', 'half_open'];

function checkReport(report: LimitReport | undefined): LimitReport {
  if (typeof report === 'object' && report !== null && CIRCUITS.includes(report.circuit)) return report;
  throw unavailable();
}

function unavailable(): AgentSafeError {
  return new AgentSafeError('ERR_STORE_UNAVAILABLE', 'The limit store gave no answer.');
}
