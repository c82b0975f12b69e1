import { deepFreeze, type Refused } from '@agent-safe/core';
import type { AssertedType } from '@agent-safe/schemas';
import type { Target } from '@agent-safe/sdk';
import { assertTarget, type Entity } from './assert.ts';

/** Most targets that are remembered. */
const MOST_TARGETS = 1_000;
/** Longest description of a target that is remembered, in characters. */
const LONGEST = 2_048;

/** The targets of one loaded project that gateways asserted. The same description gives the same object, which the decision point knows. */
export class KnownTargets {
  readonly #targets = new Map<string, Target>();

  /** Returns the target that a gateway asserts. */
  assert(
    resource: Entity,
    settings: AssertedType,
    known: Target | undefined,
  ): { readonly ok: true; readonly target: Target } | Refused<'request_invalid'> {
    const key = JSON.stringify([resource.type, resource.id, resource.properties]);
    const found = this.#targets.get(key);
    if (found !== undefined) return { ok: true, target: found };
    const asserted = assertTarget(resource, settings, known);
    // A number that is not finite has the key of null, which is refused.
    const hasOwnKey = Object.values(resource.properties ?? {}).every(
      (each) => typeof each !== 'number' || Number.isFinite(each),
    );
    if (!asserted.ok || key.length > LONGEST || !hasOwnKey) return asserted;
    // A copy, because the inventory owns its bindings and scope.
    const target = deepFreeze(structuredClone(asserted.target));
    if (this.#targets.size >= MOST_TARGETS) this.#targets.clear();
    this.#targets.set(key, target);
    return { ok: true, target };
  }
}

const projects = new WeakMap<object, KnownTargets>();

/** Returns the known targets of a loaded project. A reload gives another project, so none stays after its settings. */
export function knownTargetsOf(project: object): KnownTargets {
  const targets = projects.get(project) ?? new KnownTargets();
  projects.set(project, targets);
  return targets;
}
