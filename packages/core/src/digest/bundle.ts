import type { JsonObject } from '../json/json.ts';
import type { Action } from '../model/action.ts';
import type { DelegationSettings } from '../model/delegation.ts';
import type { PolicyRule } from '../model/policy.ts';
import type { Target } from '../model/target.ts';
import { digestJson, plain } from './digest.ts';

export const BUNDLE_FORMAT = 'agent-safe-bundle/1';

/** Everything that decides, in one document: it is made where the YAML files are, and decides where they are not. */
export interface Bundle {
  readonly format: typeof BUNDLE_FORMAT;
  /** From 1. Of two bundles of a project, the one with the higher revision is the newer one. */
  readonly revision: number;
  /** SHA-256 over the canonical JSON of all other members, unpadded base64url. It tells damage; it proves no origin. */
  readonly digest: string;
  /** The digest of actions, rules and targets, as decisions name it. */
  readonly policy_digest: string;
  readonly strict: boolean;
  readonly require_verified_callers: boolean;
  /** Whether there are keys that verify identity tokens, so that a bare name widens nothing. The keys are not in it. */
  readonly verifies_callers: boolean;
  readonly delegation: DelegationSettings;
  readonly ticket_pattern: string | null;
  readonly actions: readonly Action[];
  /** In the order of their files, which decides between equal priorities. */
  readonly rules: readonly PolicyRule[];
  /** Null where no inventory is configured, which is not the same as an empty one. */
  readonly targets: readonly Target[] | null;
}

/** Adds the digest. */
export function addBundleDigest(content: Omit<Bundle, 'digest'>): Bundle {
  return { ...content, digest: digestBundle(content) };
}

/** What the digest of a bundle must be. */
export function digestBundle(bundle: Omit<Bundle, 'digest'>): string {
  const { digest: _, ...content } = plain(bundle) as JsonObject;
  return digestJson(content);
}

/**
 * The digest of what decides. Rules keep their order, which decides between equal priorities; actions and targets have none.
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

/** By code units, so that the order is the same on every machine. */
export function sortBy<Entry>(entries: readonly Entry[], key: (entry: Entry) => string): readonly Entry[] {
  return entries.toSorted((left, right) => (key(left) < key(right) ? -1 : 1));
}
