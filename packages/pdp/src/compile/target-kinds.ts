import { type Action, compileNamePattern, type PolicyMatch, type Target, type TargetSelector } from '@agent-safe/core';
import { matchesEntry } from '../match/match-entry.ts';
import { readScope } from '../match/scopes.ts';

/** Describes targets by the fields that rules have conditions on. Rules do not distinguish targets with equal descriptions. */
export class TargetKinds {
  readonly #labels: readonly string[];
  readonly #ids: readonly string[];
  readonly #owners: readonly string[];
  readonly #hasOwners: boolean;
  /** Whether rules compare the owner with groups of callers, so that each owner is a kind of its own. */
  readonly #comparesOwners: boolean;
  readonly #hasScopes: boolean;
  readonly #known = new WeakMap<Target, string>();

  constructor(matches: readonly PolicyMatch[]) {
    const selectors = matches.flatMap(({ not, targets }) => [targets ?? [], not?.targets ?? []].flat());
    const all = (list: (selector: TargetSelector) => readonly string[] | undefined) =>
      [...new Set(selectors.flatMap((selector) => list(selector) ?? []))].sort();
    this.#labels = all(({ labels }) => Object.keys(labels ?? {}));
    this.#ids = all(({ ids }) => ids);
    this.#owners = all(({ owners }) => owners);
    this.#hasOwners = selectors.some(({ owners }) => owners !== undefined);
    this.#comparesOwners = selectors.some(({ owner_in_caller_groups }) => owner_in_caller_groups !== undefined);
    this.#hasScopes = selectors.some(({ scopes }) => scopes !== undefined);
  }

  describe(target: Target | undefined, definition: Action | undefined): string {
    // An action without a target differs from an action whose target is missing, which may be any target.
    if (target === undefined) return definition?.target_types.length === 0 ? 'none' : '';
    let kind = this.#known.get(target);
    if (kind === undefined) {
      kind = this.#describe(target);
      this.#known.set(target, kind);
    }
    return kind;
  }

  #describe(target: Target): string {
    const { environment, id, owner, scope, sensitivity, type } = target;
    const labels = this.#labels.map((label) => (Object.hasOwn(target.labels, label) ? target.labels[label] : null));
    const parts: unknown[] = [environment, sensitivity, type, labels];
    if (this.#ids.length > 0) parts.push(placesOf(this.#ids, (entry) => matchesEntry(entry, id)));
    if (this.#comparesOwners) parts.push(owner);
    if (this.#hasOwners)
      parts.push(
        owner === '',
        placesOf(this.#owners, (entry) => compileNamePattern(entry)(owner)),
      );
    if (this.#hasScopes)
      parts.push(
        ['cluster', 'account', 'region'].map((field) => readScope(scope, field as keyof typeof scope) ?? null),
      );
    return JSON.stringify(parts);
  }
}

function placesOf(entries: readonly string[], matches: (entry: string) => boolean): readonly number[] {
  return entries.flatMap((entry, place) => (matches(entry) ? [place] : []));
}
