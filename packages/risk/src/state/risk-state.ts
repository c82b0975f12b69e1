import type { RiskReport, RiskScore } from '@agent-safe/core';
import { sha256 } from '@agent-safe/core';
import { requireTime, timeOfKey } from './key-time.ts';
import {
  addCount,
  addUp,
  dropEnded,
  dropUntil,
  lastEnd,
  listCounts,
  packCounts,
  shift,
  takeOne,
  unpackCounts,
  type WindowCounts,
} from './sliding-window.ts';
import type { Transition } from './transition.ts';

/** Risk state of one key. Its size is bounded. */
export interface RiskState {
  /** Time of the last entry, in milliseconds since 1970, UTC. */
  readonly seen: number;
  readonly weights: WindowCounts;
  /** Names that count once, the oldest first. Null if there are none: an empty set would take more memory than all other members. */
  readonly once: Set<string> | null;
}

/** Maximum number of names that count once. */
const MOST_ONCE = 64;
/** Maximum length of a name in characters. A longer name is stored as its digest. */
const LONGEST_ONCE = 64;

/** {@link RiskStore.weigh} as a step. The store must run the step and store its change atomically. */
export function addWeight(
  known: RiskState | undefined,
  weight: number,
  window: number,
  once: string | undefined,
  now: number,
): Transition<RiskState> & { readonly score: RiskScore } {
  if (!Number.isSafeInteger(weight) || weight < 0)
    throw new RangeError(`Not a weight: ${weight}. Give an integer of at least 0.`);
  const { isMoved, state, time } = bringUpTo(known, window, now);
  const name = once === undefined ? undefined : shorten(once);
  const before = addUp(state.weights, window, time);
  const isKnown = name !== undefined && before.count > 0 && state.once?.has(name) === true;
  if (weight === 0 || isKnown) {
    // A moved state must be stored. Otherwise it would be moved again each time, and its entries would never end.
    const change = isMoved ? { state, ends: lastEnd(state.weights, window) } : undefined;
    return { score: { score: before.weight, count: before.count }, change };
  }
  addCount(state.weights, weight, window, time);
  // If no entry counts, the names that count once are forgotten too.
  const remembered = before.count === 0 ? null : state.once;
  const added = {
    seen: time,
    weights: state.weights,
    once: name === undefined ? remembered : remember(remembered, name),
  };
  const score = { score: before.weight + weight, count: before.count + 1 };
  return { score, change: { state: added, ends: lastEnd(added.weights, window) } };
}

/** {@link RiskStore.refund} as a step. */
export function refundWeight(
  known: RiskState | undefined,
  weight: number,
  window: number,
  now: number,
): Transition<RiskState> {
  if (known === undefined || weight === 0) return { change: undefined };
  const { state } = bringUpTo(known, window, now);
  if (!takeOne(state.weights, weight)) return { change: undefined };
  return { change: { state: state.weights.length === 0 ? undefined : state, ends: lastEnd(state.weights, window) } };
}

/** {@link RiskStore.reset} as a step. */
export function resetScore(
  known: RiskState | undefined,
  window: number,
  until: number,
  now: number,
): Transition<RiskState> {
  requireTime(until);
  const { state, time } = bringUpTo(known, window, now);
  if (known === undefined) return { change: undefined };
  dropEnded(state.weights, window, time);
  dropUntil(state.weights, until);
  const isEmpty = state.weights.length === 0;
  return { change: { state: isEmpty ? undefined : { ...state, once: null }, ends: lastEnd(state.weights, window) } };
}

function remember(once: Set<string> | null, name: string): Set<string> {
  const names = once ?? new Set();
  names.add(name);
  if (names.size <= MOST_ONCE) return names;
  for (const oldest of names) {
    names.delete(oldest);
    break;
  }
  return names;
}

/** {@link RiskStore.inspect}. */
export function reportRisk(known: RiskState | undefined, window: number, now: number): RiskReport {
  const { state, time } = bringUpTo(known, window, now);
  const { count, weight: score } = addUp(state.weights, window, time);
  const entries = listCounts(state.weights, window, time);
  const [first] = entries;
  const falls = first === undefined ? null : { at: Math.ceil(first.at + window), to: score - first.weight };
  return { score, count, entries, falls };
}

/** Formats a state as JSON text. */
export function formatRisk({ once, seen, weights }: RiskState): string {
  return JSON.stringify({ seen, weights: packCounts(weights), once: once === null ? null : [...once] });
}

/** Parses a text that `formatRisk` wrote. @throws SyntaxError if the text is not JSON */
export function parseRisk(text: string): RiskState {
  const { once, seen, weights } = JSON.parse(text) as Omit<RiskState, 'once'> & { readonly once: string[] | null };
  return { seen, weights: unpackCounts(weights), once: once === null ? null : new Set(once) };
}

interface Current {
  readonly state: RiskState;
  readonly time: number;
  /** Whether the state was moved, because the clock was set back by more than the window. */
  readonly isMoved: boolean;
}

/** Returns the state at a time. An unchanged state is returned as it is. Ended weights can still be in it. */
function bringUpTo(known: RiskState | undefined, window: number, now: number): Current {
  // With an invalid window no entry would count, and every request would be allowed.
  if (!(Number.isFinite(window) && window > 0))
    throw new RangeError(`Not a window: ${window}. Give a positive number of milliseconds.`);
  const { shift: by, time } = timeOfKey(now, known?.seen ?? Number.NEGATIVE_INFINITY, window);
  if (known === undefined) return { state: { seen: time, weights: [], once: null }, time, isMoved: false };
  if (by === 0) return { state: known, time, isMoved: false };
  return { state: { ...known, seen: time, weights: shift(known.weights, by) }, time, isMoved: true };
}

/** A name with a digest is longer than any short name, so a short name cannot imitate it. */
function shorten(once: string): string {
  return once.length <= LONGEST_ONCE
    ? once.toWellFormed()
    : `${once.slice(0, LONGEST_ONCE).toWellFormed()}:${sha256(once)}`;
}
