import type { JsonObject } from '../json/json.ts';
import type { Action } from '../model/action.ts';
import type { DelegationSettings } from '../model/delegation.ts';
import type { PolicyRule } from '../model/policy.ts';
import type { Target } from '../model/target.ts';
import { digestJson, plain } from './digest.ts';

export const BUNDLE_FORMAT = 'agent-safe-bundle/1';

/**
 * Actions, rules, targets and settings in one document. A machine with the YAML files builds it; a machine without them
 * decides with it.
 */
export interface Bundle {
  readonly format: typeof BUNDLE_FORMAT;
  /** From 1. A newer bundle of a project has a higher revision. */
  readonly revision: number;
  /**
   * SHA-256 over the canonical JSON of all other members, unpadded base64url. It detects damage and does not prove the
   * origin.
   */
  readonly digest: string;
  /** The digest of actions, rules and targets. Decisions carry the same `policy_digest`. */
  readonly policy_digest: string;
  readonly strict: boolean;
  readonly require_verified_callers: boolean;
  /**
   * Whether keys verify identity tokens. A bare name then satisfies no allow rule's caller selector. The bundle does
   * not hold the keys.
   */
  readonly verifies_callers: boolean;
  readonly delegation: DelegationSettings;
  readonly ticket_pattern: string | null;
  readonly actions: readonly Action[];
  /** In file order. The first rule of equal priority wins. */
  readonly rules: readonly PolicyRule[];
  /** Null if no inventory is configured. An empty inventory is an empty array. */
  readonly targets: readonly Target[] | null;
}

/** Adds the digest to the content of a bundle. */
export function addBundleDigest(content: Omit<Bundle, 'digest'>): Bundle {
  return { ...content, digest: digestBundle(content) };
}

/** Computes the digest of a bundle. */
export function digestBundle(bundle: Omit<Bundle, 'digest'>): string {
  const { digest: _, ...content } = plain(bundle) as JsonObject;
  return digestJson(content);
}

/**
 * Computes the digest of actions, rules and targets. The order of rules matters; the order of actions and targets does
 * not.
 */
export function digestPolicies(
  actions: readonly Action[],
  rules: readonly PolicyRule[],
  targets: readonly Target[] | null,
): string {
  return digestJson({
    actions: sortBy(actions, ({ name }) => name).map(plain),
    rules: rules.map(plain),
    targets: targets === null ? null : sortBy(targets, ({ id }) => id).map(plain),
  });
}

/** Sorts by UTF-16 code units, so that the order is the same on every machine. */
export function sortBy<Entry>(entries: readonly Entry[], key: (entry: Entry) => string): readonly Entry[] {
  return entries.toSorted((left, right) => (key(left) < key(right) ? -1 : 1));
}
