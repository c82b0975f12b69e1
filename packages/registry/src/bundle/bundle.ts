import {
  addBundleDigest,
  BUNDLE_FORMAT,
  type Bundle,
  DEFAULT_DELEGATION,
  type DelegationSettings,
  sortBy,
} from '@agent-safe/core';
import type { PolicySet } from './policy-set.ts';

/** The settings that affect decisions. */
export interface DecidingSettings {
  readonly strict: boolean;
  readonly requireVerifiedCallers: boolean;
  /** Whether keys that verify identity tokens are configured. Default: false. */
  readonly verifiesCallers?: boolean;
  /** Default: `DEFAULT_DELEGATION`. */
  readonly delegation?: DelegationSettings;
  readonly ticketPattern: string | undefined;
}

/**
 * Returns documents and settings as one bundle. The same project yields the same bundle. The layout of its files has no effect.
 *
 * @param revision from 1, higher than in every earlier bundle of the project
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
