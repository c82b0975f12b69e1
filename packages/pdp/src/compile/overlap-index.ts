import {
  type Action,
  type ActionParameter,
  bindingEntries,
  isBindingGlob,
  type JsonScalar,
  type ParameterSlots,
  type Target,
  type TargetScope,
} from '@agent-safe/core';
import { mayShareScope, readScope } from '../match/scopes.ts';
import type { BoundParameter } from './bindings.ts';
import { prefixOf } from './narrower.ts';

/** Most targets to list for one target. Above this, they are looked up for each request. */
const MOST_LISTED = 64;

/**
 * The targets that an action accepts, by a value that they bind: an exact value, or the text before the first wildcard. The targets that
 * admit the parameters of a request are found without trying all.
 */
export class OverlapIndex {
  readonly #groups: readonly Group[];
  /** The targets that no value distinguishes. */
  readonly #others = new Bucket();

  constructor(action: Action, targets: readonly Target[]) {
    const isLocated = action.parameters.some(({ locates }) => locates);
    const names = action.parameters.map(({ name }) => name);
    // Only its id identifies such a target, and no parameter can contradict it.
    const isNamedOnly = ({ bindings }: Target) => !isLocated && !names.some((name) => Object.hasOwn(bindings, name));
    const groups: Group[] = [];
    let left = targets.filter((target) => action.target_types.includes(target.type) && !isNamedOnly(target));
    for (;;) {
      const group = bestGroup(action.parameters, left);
      if (group === undefined) break;
      groups.push(group);
      left = left.filter((target) => !group.add(target));
    }
    for (const target of left) this.#others.add(target);
    this.#groups = groups;
  }

  /** Adds the targets in the same or an unknown scope that may admit the parameters of a request. */
  find(slots: ParameterSlots, scope: TargetScope | undefined, found: Target[]): void {
    this.#others.find(scope, found);
    for (const group of this.#groups) group.find(slots[group.slot], scope, found);
  }

  /**
   * Returns the targets in the same or an unknown scope whose bindings may admit the same parameters; undefined if there are too many.
   */
  list(bound: readonly BoundParameter[], scope: TargetScope | undefined): readonly Target[] | undefined {
    const found: Target[] = [];
    this.#others.find(scope, found);
    for (const group of this.#groups) {
      const own = bound.find(({ slot }) => slot === group.slot);
      const entries = own === undefined ? [] : bindingEntries(own.binding);
      const isExact = entries.length > 0 && !entries.some(isBindingGlob);
      if (isExact) for (const entry of entries) group.find(entry, scope, found);
      else if (group.size > MOST_LISTED) return undefined;
      else group.find(undefined, scope, found);
      if (found.length > MOST_LISTED) return undefined;
    }
    return [...new Set(found)];
  }
}

/** Returns an empty group for the parameter that distinguishes most targets. */
function bestGroup(parameters: readonly ActionParameter[], targets: readonly Target[]): Group | undefined {
  let best: { readonly group: Group; readonly count: number } | undefined;
  for (const [slot, parameter] of parameters.entries()) {
    const { name, required } = parameter;
    const keys = new Set(targets.flatMap((target) => keysOf(target, name) ?? []).map((key) => key.text));
    // A request may lack an optional parameter. All targets must then be tried.
    const isGiven = required || parameter.default !== undefined;
    const count = isGiven ? keys.size : keys.size / (targets.length + 1);
    if (keys.size > 0 && count > (best?.count ?? 0)) best = { group: new Group(slot, name), count };
  }
  return best?.group;
}

/** A value that a target binds, or the text before its first wildcard. */
interface Key {
  readonly text: JsonScalar;
  readonly isPrefix: boolean;
}

/** Returns the values of a binding; undefined if any value may match. */
function keysOf({ bindings }: Target, name: string): readonly Key[] | undefined {
  const binding = Object.hasOwn(bindings, name) ? bindings[name] : undefined;
  if (binding === undefined) return undefined;
  const keys = bindingEntries(binding).map((entry) =>
    isBindingGlob(entry) ? { text: prefixOf(entry), isPrefix: true } : { text: entry, isPrefix: false },
  );
  return keys.some(({ isPrefix, text }) => isPrefix && text === '') ? undefined : keys;
}

/** Targets by the values that they bind for one parameter. */
class Group {
  readonly slot: number;
  readonly #name: string;
  readonly #exact = new Map<unknown, Bucket>();
  readonly #prefixes = new Map<string, Bucket>();
  #lengths: readonly number[] = [];
  readonly #all = new Bucket();

  constructor(slot: number, name: string) {
    this.slot = slot;
    this.#name = name;
  }

  get size(): number {
    return this.#all.size;
  }

  /** Adds a target, if it binds the parameter to values that distinguish it. */
  add(target: Target): boolean {
    const keys = keysOf(target, this.#name);
    if (keys === undefined) return false;
    this.#all.add(target);
    for (const { isPrefix, text } of keys) {
      const known: Map<unknown, Bucket> = isPrefix ? this.#prefixes : this.#exact;
      const bucket = known.get(text) ?? new Bucket();
      bucket.add(target);
      if (known.has(text)) continue;
      known.set(text, bucket);
      const { length } = String(text);
      if (isPrefix && !this.#lengths.includes(length)) this.#lengths = [...this.#lengths, length];
    }
    return true;
  }

  /** @param value undefined for any value */
  find(value: unknown, scope: TargetScope | undefined, found: Target[]): void {
    if (value === undefined) {
      this.#all.find(scope, found);
      return;
    }
    this.#exact.get(value)?.find(scope, found);
    if (typeof value !== 'string') return;
    for (const length of this.#lengths) {
      if (length <= value.length) this.#prefixes.get(value.slice(0, length))?.find(scope, found);
    }
  }
}

/** Targets, by their scope if there are many. */
class Bucket {
  readonly #targets: Target[] = [];
  readonly #by = new Map<keyof TargetScope, Map<string | undefined, Target[]>>();

  get size(): number {
    return this.#targets.length;
  }

  add(target: Target): void {
    if (this.#targets.at(-1) !== target) this.#targets.push(target);
  }

  find(scope: TargetScope | undefined, found: Target[]): void {
    const field = (['cluster', 'account'] as const).find((each) => readScope(scope, each) !== undefined);
    if (this.#targets.length <= 8 || field === undefined) {
      addAll(this.#targets, scope, found);
      return;
    }
    const parts = this.#by.get(field) ?? this.#split(field);
    addAll(parts.get(readScope(scope, field)), scope, found);
    addAll(parts.get(undefined), scope, found);
  }

  #split(field: keyof TargetScope): Map<string | undefined, Target[]> {
    const parts = Map.groupBy(this.#targets, ({ scope }) => readScope(scope, field));
    this.#by.set(field, parts);
    return parts;
  }
}

function addAll(targets: readonly Target[] = [], scope: TargetScope | undefined, found: Target[]): void {
  for (const target of targets) if (mayShareScope(scope, target.scope)) found.push(target);
}
