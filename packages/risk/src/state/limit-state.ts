import { type Admission, type DecisionResult, type KeyLimits, type LimitReport, PASSED } from '@agent-safe/core';
import {
  type Circuit,
  type CircuitTimes,
  checkCircuit,
  circuitEnd,
  circuitState,
  isProbing,
} from './circuit-breaker.ts';
import { requireTime, timeOfKey } from './key-time.ts';
import {
  addCount,
  addUp,
  dropEnded,
  dropUntil,
  lastEnd,
  packCounts,
  shift,
  takeOne,
  unpackCounts,
  type WindowCounts,
  whenBelow,
} from './sliding-window.ts';
import type { StateChange, Transition } from './transition.ts';

/** Limit state of one key. Its size is bounded. Times are in milliseconds since 1970, UTC. */
export interface LimitState extends Circuit {
  /** Time of the last entry. */
  readonly seen: number;
  readonly requests: WindowCounts;
  readonly denials: WindowCounts;
}

/** Windows of the limits, in milliseconds, and how the circuit works. */
interface Times extends CircuitTimes {
  readonly circuit: NonNullable<KeyLimits['circuit']>;
  readonly window: number;
  readonly denialWindow: number;
}

interface Current {
  readonly state: LimitState;
  readonly time: number;
  /** Whether the state was moved, because the clock was set back by more than the longest window. */
  readonly isMoved: boolean;
}

/** Returns the longest window of the limits, in milliseconds. */
export function limitSpan(limits: KeyLimits): number {
  return timesOf(limits).span;
}

/** {@link LimitStore.admit} as a step. The store must run the step and store its change atomically. */
export function admitRequest(
  known: LimitState | undefined,
  limits: KeyLimits,
  now: number,
): Transition<LimitState> & { readonly admission: Admission } {
  const times = timesOf(limits);
  const current = bringUpTo(known, times, now);
  const { state, time } = current;
  const admission = decideAdmission(state, limits, times, time);
  if (!admission.ok) return { admission, change: leaveAsItIs(current, times) };
  addCount(state.requests, 1, times.window, time);
  const isProbe = state.opened_at !== null && times.circuit === 'own';
  const probed_at = times.circuit === 'ignored' ? state.probed_at : isProbe ? time : null;
  return { admission, change: leave({ ...state, seen: time, probed_at }, times, time) };
}

/** Whether an outcome can change the state. Most outcomes cannot, and need no lock. */
export function isOutcomeOfInterest(
  known: LimitState | undefined,
  outcome: DecisionResult,
  limits: KeyLimits,
): boolean {
  if (limits.circuit_breaker_threshold === 0 || limits.circuit === 'ignored') return false;
  return outcome === 'deny' || typeof known?.probed_at === 'number';
}

/** {@link LimitStore.recordOutcome} as a step. */
export function addOutcome(
  known: LimitState | undefined,
  outcome: DecisionResult,
  limits: KeyLimits,
  now: number,
): Transition<LimitState> {
  if (!isOutcomeOfInterest(known, outcome, limits)) return { change: undefined };
  const times = timesOf(limits);
  const current = bringUpTo(known, times, now);
  const { state, time } = current;
  const unchanged = { change: leaveAsItIs(current, times) };
  const opened = { ...state, seen: time, denials: [], opened_at: time, probed_at: null };
  if (state.opened_at !== null) {
    if (time < state.opened_at + times.cooldown) return unchanged;
    // An admitted request can have its outcome late. A late denial counts. Any other late outcome is ignored.
    if (outcome === 'deny') return { change: leave(opened, times, time) };
    return isProbing(state, times, time) ? { change: leave({ ...opened, opened_at: null }, times, time) } : unchanged;
  }
  if (outcome !== 'deny') return unchanged;
  addCount(state.denials, 1, times.denialWindow, time);
  const isOver = addUp(state.denials, times.denialWindow, time).count >= limits.circuit_breaker_threshold;
  return { change: leave(isOver ? opened : { ...state, seen: time }, times, time) };
}

/** {@link LimitStore.refund} as a step. */
export function refundLimit(
  known: LimitState | undefined,
  what: 'request' | 'denial',
  limits: KeyLimits,
  at: number,
  now: number,
): Transition<LimitState> {
  requireTime(at);
  if (known === undefined) return { change: undefined };
  const times = timesOf(limits);
  const { state, time } = bringUpTo(known, times, now);
  if (what === 'request') return { change: takeOne(state.requests, 1) ? leave(state, times, time) : undefined };
  // This denial opened the circuit, so the denials before it count again, at the latest possible time.
  if (state.opened_at !== null && state.opened_at === Math.floor(at)) {
    for (let count = 1; count < limits.circuit_breaker_threshold; count += 1)
      addCount(state.denials, 1, times.denialWindow, time);
    return { change: leave({ ...state, opened_at: null, probed_at: null }, times, time) };
  }
  return { change: takeOne(state.denials, 1) ? leave(state, times, time) : undefined };
}

/** {@link LimitStore.reset} as a step. */
export function resetCircuit(
  known: LimitState | undefined,
  limits: KeyLimits,
  until: number,
  now: number,
): Transition<LimitState> {
  requireTime(until);
  if (known === undefined) return { change: undefined };
  const times = timesOf(limits);
  const { state, time } = bringUpTo(known, times, now);
  dropUntil(state.denials, until);
  const staysOpen = state.opened_at !== null && state.opened_at > until;
  return { change: leave(staysOpen ? state : { ...state, opened_at: null, probed_at: null }, times, time) };
}

/** {@link LimitStore.inspect}. */
export function reportLimits(known: LimitState | undefined, limits: KeyLimits, now: number): LimitReport {
  const times = timesOf(limits);
  const { state, time } = bringUpTo(known, times, now);
  const requests = addUp(state.requests, times.window, time).count;
  return {
    requests,
    remaining: Math.max(0, limits.max_requests - requests),
    circuit: circuitState(state, times, time),
    denials: addUp(state.denials, times.denialWindow, time).count,
    next: decideAdmission(state, limits, times, time),
  };
}

/** Formats a state as JSON text. */
export function formatLimits(state: LimitState): string {
  return JSON.stringify({ ...state, requests: packCounts(state.requests), denials: packCounts(state.denials) });
}

/** Parses a text that `formatLimits` wrote. @throws SyntaxError if the text is not JSON */
export function parseLimits(text: string): LimitState {
  const state = JSON.parse(text) as LimitState;
  return { ...state, requests: unpackCounts(state.requests), denials: unpackCounts(state.denials) };
}

function timesOf(limits: KeyLimits): Times {
  const window = milliseconds(limits.window_seconds);
  const denialWindow = milliseconds(limits.circuit_breaker_window_seconds);
  const cooldown = milliseconds(limits.circuit_breaker_cooldown_seconds);
  const hasCircuit = limits.circuit_breaker_threshold > 0;
  const span = hasCircuit ? Math.max(window, denialWindow, cooldown) : window;
  return { window, denialWindow, cooldown, hasCircuit, span, circuit: limits.circuit ?? 'own' };
}

function milliseconds(seconds: number): number {
  return Math.ceil(seconds * 1_000);
}

/** Returns the state at a time. An unchanged state is returned as it is. Ended requests can still be in it. */
function bringUpTo(known: LimitState | undefined, times: Times, now: number): Current {
  const { shift: by, time } = timeOfKey(now, known?.seen ?? Number.NEGATIVE_INFINITY, times.span);
  if (known === undefined) {
    const state = { seen: time, requests: [], denials: [], opened_at: null, probed_at: null };
    return { state, time, isMoved: false };
  }
  const moved = by === 0 ? known : move(known, by);
  const hasCircuit = times.hasCircuit && (moved.opened_at === null || time < endOfCircuit(moved, times));
  const state = hasCircuit
    ? moved
    : { ...moved, denials: times.hasCircuit ? moved.denials : [], opened_at: null, probed_at: null };
  return { state, time, isMoved: by !== 0 };
}

function endOfCircuit(state: LimitState, times: Times): number {
  const isShared = times.circuit === 'shared' && state.opened_at !== null;
  return isShared ? state.opened_at + times.cooldown : circuitEnd(state, times);
}

function move(state: LimitState, by: number): LimitState {
  return {
    seen: state.seen + by,
    requests: shift(state.requests, by),
    denials: shift(state.denials, by),
    opened_at: state.opened_at === null ? null : state.opened_at + by,
    probed_at: state.probed_at === null ? null : state.probed_at + by,
  };
}

function decideAdmission(state: LimitState, limits: KeyLimits, times: Times, time: number): Admission {
  const circuit = times.circuit === 'ignored' ? PASSED : checkCircuit(state, times, time);
  if (!circuit.ok) return circuit;
  const { count } = addUp(state.requests, times.window, time);
  if (count < limits.max_requests) return PASSED;
  const retry_at = whenBelow(state.requests, limits.max_requests, times.window, time);
  return { ok: false, code: 'rate_limited', retry_at };
}

/** A moved state must be stored. Otherwise it would be moved again each time, and its entries would never end. */
function leaveAsItIs({ isMoved, state, time }: Current, times: Times): StateChange<LimitState> | undefined {
  return isMoved ? leave(state, times, time) : undefined;
}

function leave(state: LimitState, times: Times, time: number): StateChange<LimitState> {
  dropEnded(state.requests, times.window, time);
  dropEnded(state.denials, times.denialWindow, time);
  const lists = Math.max(lastEnd(state.requests, times.window), lastEnd(state.denials, times.denialWindow));
  const ends = Math.max(lists, endOfCircuit(state, times));
  return { state: ends === Number.NEGATIVE_INFINITY ? undefined : state, ends };
}
