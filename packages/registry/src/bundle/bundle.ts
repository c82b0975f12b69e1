import {
  addBundleDigest,
  BUNDLE_FORMAT,
  type Bundle,
  DEFAULT_DELEGATION,
  type DelegationSettings,
  sortBy,
} from '@agent-safe/core';
import type { PolicySet } from './policy-set.ts';

/** The settings that decide, beside the documents. */
export interface DecidingSettings {
  readonly strict: boolean;
  readonly requireVerifiedCallers: boolean;
  /** There are keys that verify identity tokens. False where it is left out. */
  readonly verifiesCallers?: boolean;
  /** `DEFAULT_DELEGATION` where it is left out. */
  readonly delegation?: DelegationSettings;
  readonly ticketPattern: string | undefined;
}

/**
 * Everything that decides, as one document. The same project makes the same bundle, whatever its files look like.
 *
 * @param revision from 1, and higher than that of every bundle that was made of this project before
 */
export function makeBundle(policySet: PolicySet, settings: DecidingSettings, revision: number): Bundle {
  const { actions, digest, rules, targets } = policySet;
  return addBundleDigest({
    format: BUNDLE_FORMAT,
    revision,
    policy_digest: digest,
    strict: settings.strict,
    require_verified_callers: settings.requireVerifiedCallers,
    verifies_callers: settings.verifiesCallers ?? false,
    delegation: settings.delegation ?? DEFAULT_DELEGATION,
    ticket_pattern: settings.ticketPattern ?? null,
    actions: sortBy(actions, ({ name }) => name),
    rules,
    targets: targets === undefined ? null : sortBy(targets, ({ id }) => id),
  });
}
