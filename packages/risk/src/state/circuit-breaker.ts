import { type Admission, type CircuitState, PASSED } from '@agent-safe/core';

/** Circuit breaker of one key. Times are in milliseconds since 1970, UTC. */
export interface Circuit {
  /** When the circuit was opened; null while it is closed. */
  readonly opened_at: number | null;
  /** When the last request passed an open circuit after its cooldown; null if none did. */
  readonly probed_at: number | null;
}

/** Times of a circuit breaker, in milliseconds. */
export interface CircuitTimes {
  readonly cooldown: number;
  /** Longest window of the limits. */
  readonly span: number;
  /** False if the limits have no circuit breaker. */
  readonly hasCircuit: boolean;
}

/** An open circuit refuses until its cooldown ends. Then one request at a time passes, until its outcome is known. */
export function checkCircuit(circuit: Circuit, times: CircuitTimes, time: number): Admission {
  const state = circuitState(circuit, times, time);
  const since =
    state === 'open'
      ? circuit.opened_at
      : state === 'half_open' && isProbing(circuit, times, time)
        ? circuit.probed_at
        : undefined;
  if (since === undefined) return PASSED;
  return { ok: false, code: 'circuit_open', retry_at: (since ?? time) + times.cooldown };
}

export function circuitState({ opened_at }: Circuit, times: CircuitTimes, time: number): CircuitState {
  if (!times.hasCircuit) return 'off';
  if (opened_at === null) return 'closed';
  return time < opened_at + times.cooldown ? 'open' : 'half_open';
}

/** Whether a request was admitted after the cooldown, and its outcome can still arrive. */
export function isProbing({ probed_at }: Circuit, times: CircuitTimes, time: number): boolean {
  return probed_at !== null && time < probed_at + times.cooldown;
}

/** Returns when a circuit closes if no outcome arrives. Without this time, a key could never be deleted. */
export function circuitEnd({ opened_at, probed_at }: Circuit, times: CircuitTimes): number {
  return opened_at === null ? Number.NEGATIVE_INFINITY : (probed_at ?? opened_at) + times.cooldown + times.span;
}
