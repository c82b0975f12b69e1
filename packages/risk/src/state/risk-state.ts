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
  unpackCounts,
  type WindowCounts,
} from './sliding-window.ts';
import type { Transition } from './transition.ts';

/** All that is remembered of a key. It is of bounded size. */
export interface RiskState {
  /** When something of it counted last, in milliseconds since 1970, UTC. */
  readonly seen: number;
  readonly weights: WindowCounts;
  /** What counts once, the oldest first; null for nothing, because a set takes more space than all the rest. */
  readonly once: Set<string> | null;
}

/** So many are remembered. */
const MOST_ONCE = 64;
/** What is longer is remembered by its digest. */
const LONGEST_ONCE = 64;

/** {@link RiskStore.weigh}, as a step: whoever stores what it leaves must see to it that nobody comes between. */
export function addWeight(
  known: RiskState | undefined,
  weight: number,
  window: number,
  once: string | undefined,
  now: number,
): Transition<RiskState> & { readonly score: RiskScore } {
  if (!Number.isSafeInteger(weight) || weight < 0) throw new RangeError(`${weight} is no weight.`);
  const { isMoved, state, time } = bringUpTo(known, window, now);
  const name = once === undefined ? undefined : shorten(once);
  const before = addUp(state.weights, window, time);
  const isKnown = name !== undefined && before.count > 0 && state.once?.has(name) === true;
  if (weight === 0 || isKnown) {
    // What was moved has to be remembered: moved anew each time, it would never grow older.
    const change = isMoved ? { state, ends: lastEnd(state.weights, window) } : undefined;
    return { score: { score: before.weight, count: before.count }, change };
  }
  addCount(state.weights, weight, window, time);
  // When nothing counts any more, what counted once is forgotten with it.
  const remembered = before.count === 0 ? null : state.once;
  const added = {
    seen: time,
    weights: state.weights,
    once: name === undefined ? remembered : remember(remembered, name),
  };
  const score = { score: before.weight + weight, count: before.count + 1 };
  return { score, change: { state: added, ends: lastEnd(added.weights, window) } };
}

/** {@link RiskStore.reset}, as a step. */
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

/** A state as the text of a JSON document, for a store that keeps texts. */
export function formatRisk({ once, seen, weights }: RiskState): string {
  return JSON.stringify({ seen, weights: packCounts(weights), once: once === null ? null : [...once] });
}

/** Reads what `formatRisk` has written. @throws SyntaxError where it is no JSON */
export function parseRisk(text: string): RiskState {
  const { once, seen, weights } = JSON.parse(text) as Omit<RiskState, 'once'> & { readonly once: string[] | null };
  return { seen, weights: unpackCounts(weights), once: once === null ? null : new Set(once) };
}

interface Current {
  readonly state: RiskState;
  readonly time: number;
  /** Whether the clock was set back so far that the state was moved with it. */
  readonly isMoved: boolean;
}

/** The state as it is at a time. It is the known one where it is unchanged; what ended of its weights may still be in it. */
function bringUpTo(known: RiskState | undefined, window: number, now: number): Current {
  // Where nothing is long enough to count, everything would be allowed.
  if (!(Number.isFinite(window) && window > 0)) throw new RangeError(`${window} is no window.`);
  const { shift: by, time } = timeOfKey(now, known?.seen ?? Number.NEGATIVE_INFINITY, window);
  if (known === undefined) return { state: { seen: time, weights: [], once: null }, time, isMoved: false };
  if (by === 0) return { state: known, time, isMoved: false };
  return { state: { ...known, seen: time, weights: shift(known.weights, by) }, time, isMoved: true };
}

/** No text that is short enough can pass for the digest of another: that is longer. */
function shorten(once: string): string {
  return once.length <= LONGEST_ONCE
    ? once.toWellFormed()
    : `${once.slice(0, LONGEST_ONCE).toWellFormed()}:${sha256(once)}`;
}
