import { type Action, bindingEntries, isBindingGlob, type JsonScalar, type Target } from '@agent-safe/core';
import {
  type BoundParameter,
  bindParameters,
  isNarrower,
  mayOverlap,
  mayShareScope,
  prefixOf,
} from '@agent-safe/pdp/analysis';

/** Two targets that an action accepts for the same parameters, where neither has precedence. */
interface Overlap {
  readonly action: string;
  readonly left: Target;
  readonly right: Target;
}

export interface OverlapSearch {
  readonly overlaps: readonly Overlap[];
  /** Whether the list has all overlaps. */
  readonly isComplete: boolean;
  /** Number of compared pairs. */
  readonly compared: number;
}

/** Most overlaps to report for one target and one action. */
const MOST_FOR_TARGET = 10;
/** Most overlaps to report. */
const MOST_OVERLAPS = 500;
/** Most pairs of targets to compare. */
const MOST_COMPARED = 2_000_000;

/** Finds the pairs of targets that are ambiguous for an action. It compares only targets with a common value. */
export function findOverlaps(actions: readonly Action[], targets: readonly Target[]): OverlapSearch {
  const search = new Search();
  const seen = new Set<string>();
  for (const action of actions) {
    const key = describeAction(action, targets);
    if (seen.has(key)) continue;
    seen.add(key);
    search.run(action, targets);
  }
  return { overlaps: search.overlaps, isComplete: search.isComplete, compared: search.compared };
}

/** Returns the parts of an action that overlaps depend on. Many actions have the same. */
function describeAction({ parameters, target_types }: Action, targets: readonly Target[]): string {
  const bound = new Set(targets.flatMap(({ bindings }) => Object.keys(bindings)));
  const relevant = parameters
    .filter(({ name }) => bound.has(name))
    .map((parameter) => ({ ...parameter, description: '' }));
  return JSON.stringify([target_types.toSorted(), parameters.some(({ locates }) => locates), relevant]);
}

/** A target with its bindings for one action. */
interface Bound {
  readonly target: Target;
  readonly bound: readonly BoundParameter[];
  /** The values that it binds, by parameter, where they distinguish it. */
  readonly keys: ReadonlyMap<number, readonly Key[]>;
}

/** A value that a target binds, or the text before its first wildcard. */
interface Key {
  readonly text: JsonScalar;
  readonly isPrefix: boolean;
}

class Search {
  readonly overlaps: Overlap[] = [];
  isComplete = true;
  readonly #pairs = new Set<string>();
  compared = 0;

  run(action: Action, targets: readonly Target[]): void {
    const isLocated = action.parameters.some(({ locates }) => locates);
    const accepted = targets
      .filter(({ type }) => action.target_types.includes(type))
      .map((target) => toBound(action, target))
      // Only its id identifies such a target.
      .filter(({ bound }) => isLocated || bound.length > 0);
    const ranked = rankParameters(accepted);
    const groups = Map.groupBy(accepted, ({ keys }) => [...keys.keys()].join(' '));
    const families = Array.from(groups.values(), (members) => new Family(members, ranked));
    for (const family of families) {
      for (const one of family.members) this.#compare(action, one, family, families);
    }
  }

  /** Compares a target with those that have a value that begins one of its own. The others are found from the other side. */
  #compare(action: Action, one: Bound, own: Family, families: readonly Family[]): void {
    let found = 0;
    for (const family of families) {
      for (const other of family.candidates(one, own)) {
        if (other === one) continue;
        if (++this.compared > MOST_COMPARED || this.overlaps.length >= MOST_OVERLAPS) {
          this.isComplete = false;
          return;
        }
        if (!isOverlap(action, one, other)) continue;
        if (++found > MOST_FOR_TARGET) {
          this.isComplete = false;
          return;
        }
        this.#add(action, one.target, other.target);
      }
    }
  }

  #add(action: Action, one: Target, other: Target): void {
    const pair = JSON.stringify([one.id, other.id].sort());
    if (this.#pairs.has(pair)) return;
    this.#pairs.add(pair);
    this.overlaps.push({ action: action.name, left: other, right: one });
  }
}

function toBound(action: Action, target: Target): Bound {
  const bound = bindParameters(action, target);
  const keys = bound.flatMap(({ binding, slot }) => {
    const found = bindingEntries(binding).map((entry) =>
      isBindingGlob(entry) ? { text: prefixOf(entry), isPrefix: true } : { text: entry, isPrefix: false },
    );
    return found.some(({ isPrefix, text }) => isPrefix && text === '') ? [] : [[slot, found] as const];
  });
  return { target, bound, keys: new Map(keys) };
}

/** Returns the parameters, those with most values first. */
function rankParameters(accepted: readonly Bound[]): readonly number[] {
  const values = new Map<number, Set<JsonScalar>>();
  for (const { keys } of accepted) {
    for (const [slot, found] of keys) {
      const known = values.get(slot) ?? new Set();
      for (const { text } of found) known.add(text);
      values.set(slot, known);
    }
  }
  return [...values].sort(([, left], [, right]) => right.size - left.size).map(([slot]) => slot);
}

function isOverlap(
  { parameters }: Action,
  { bound: own, target }: Bound,
  { bound: others, target: other }: Bound,
): boolean {
  return (
    mayShareScope(target.scope, other.scope) &&
    own.every((left) => others.every((right) => left.slot !== right.slot || mayOverlap(left, right))) &&
    !isNarrower(parameters, own, others) &&
    !isNarrower(parameters, others, own)
  );
}

/** Targets that bind the same parameters to values that distinguish them. */
class Family {
  readonly members: readonly Bound[];
  readonly #slots: readonly number[];
  readonly #ranked: readonly number[];
  readonly #byValue = new Map<number | undefined, ReadonlyMap<string, readonly Bound[]>>();
  readonly #lengths = new Map<number, ReadonlySet<number>>();

  constructor(members: readonly Bound[], ranked: readonly number[]) {
    this.members = members;
    this.#slots = [...(members[0]?.keys.keys() ?? [])];
    this.#ranked = ranked;
  }

  /** Yields the members that may overlap with a target of another family, or of this one. */
  *candidates(one: Bound, own: Family): Generator<Bound> {
    const slot = this.#ranked.find((each) => this.#slots.includes(each) && one.keys.has(each));
    if (slot === undefined) {
      // No value distinguishes them. The larger family looks through the smaller one.
      if (this.members.length <= own.members.length) yield* this.#inScope(this.#indexOf(undefined), '', one);
      return;
    }
    const byValue = this.#indexOf(slot);
    for (const { isPrefix, text } of one.keys.get(slot) ?? []) {
      if (!isPrefix) yield* this.#inScope(byValue, describeKey({ text, isPrefix }), one);
      for (const length of typeof text === 'string' ? (this.#lengths.get(slot) ?? []) : []) {
        const key = { text: String(text).slice(0, length), isPrefix: true };
        if (length <= String(text).length) yield* this.#inScope(byValue, describeKey(key), one);
      }
    }
  }

  /** Yields the members with a key that may be in the scope of a target. */
  *#inScope(byValue: ReadonlyMap<string, readonly Bound[]>, key: string, { target }: Bound): Generator<Bound> {
    const { kind, place } = placeOf(target);
    yield* byValue.get(`${place} ${key}`) ?? [];
    for (const other of PLACE_KINDS) if (other !== kind) yield* byValue.get(`${other} ${key}`) ?? [];
  }

  /** @param slot undefined for all members under one key */
  #indexOf(slot: number | undefined): ReadonlyMap<string, readonly Bound[]> {
    const known = this.#byValue.get(slot);
    if (known !== undefined) return known;
    const index = new Map<string, Bound[]>();
    const lengths = new Set<number>();
    const add = (key: string, member: Bound) => {
      const found = index.get(key);
      if (found === undefined) index.set(key, [member]);
      else if (found.at(-1) !== member) found.push(member);
    };
    for (const member of this.members) {
      const { kind, place } = placeOf(member.target);
      const keys = slot === undefined ? [] : (member.keys.get(slot) ?? []);
      for (const { isPrefix, text } of keys) if (isPrefix) lengths.add(String(text).length);
      for (const key of slot === undefined ? [''] : keys.map(describeKey)) {
        add(`${kind} ${key}`, member);
        if (place !== kind) add(`${place} ${key}`, member);
      }
    }
    this.#byValue.set(slot, index);
    if (slot !== undefined) this.#lengths.set(slot, lengths);
    return index;
  }
}

function describeKey({ isPrefix, text }: Key): string {
  return JSON.stringify([isPrefix, text]);
}

const PLACE_KINDS = ['cluster', 'account', 'unknown'] as const;
type PlaceKind = (typeof PLACE_KINDS)[number];

/** Returns the cluster or account of a target, so that equal names in many clusters are not compared. */
function placeOf({ scope: { account, cluster } = {} }: Target): { readonly kind: PlaceKind; readonly place: string } {
  if (cluster !== undefined && account === undefined) return { kind: 'cluster', place: JSON.stringify({ cluster }) };
  if (account !== undefined && cluster === undefined) return { kind: 'account', place: JSON.stringify({ account }) };
  return { kind: 'unknown', place: 'unknown' };
}
