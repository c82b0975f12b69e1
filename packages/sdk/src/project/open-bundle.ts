import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { AgentSafeError, describeCause } from '@agent-safe/core';
import { readBundle } from '@agent-safe/pdp';
import { mergeSettings, type PolicySet, type Settings, type SettingsOptions } from '@agent-safe/registry/open';

/** Policies and settings. */
export interface Opened {
  readonly policySet: PolicySet;
  readonly settings: Settings;
  /** Whether the bundle was built for a project whose keys verify callers. */
  readonly verifiesCallers: boolean;
}

/**
 * Reads a bundle with its settings. Reads no configuration file; give keys as an option.
 *
 * @throws AgentSafeError ERR_BUNDLE_INVALID; ERR_CONFIG_INVALID if paths of documents are given too
 */
export function openBundle({
  bundle: path,
  ...options
}: SettingsOptions & { readonly bundle?: string | undefined }): Opened {
  const beside = (['config', 'registry', 'policies', 'inventory'] as const).find(
    (key) => options[key] !== undefined && options[key] !== false,
  );
  if (beside !== undefined) {
    throw new AgentSafeError(
      'ERR_CONFIG_INVALID',
      `The option "${beside}" cannot be combined with "bundle". Remove one of them.`,
    );
  }
  const settings = mergeSettings(options, undefined, options.cwd ?? process.cwd());
  const bundle = readBundle(readBundleFile(resolve(options.cwd ?? process.cwd(), path ?? '')));
  const { actions, policy_digest, rules, targets } = bundle;
  return {
    policySet: { actions, rules, targets: targets ?? undefined, digest: policy_digest },
    settings: {
      ...settings,
      strict: options.strict ?? bundle.strict,
      requireVerifiedCallers: options.requireVerifiedCallers ?? bundle.require_verified_callers,
      ticketPattern: options.ticketPattern ?? bundle.ticket_pattern ?? undefined,
      delegation: options.delegation === undefined ? bundle.delegation : settings.delegation,
    },
    verifiesCallers: bundle.verifies_callers,
  };
}

function readBundleFile(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    const why = describeCause(error);
    throw new AgentSafeError('ERR_BUNDLE_INVALID', `The bundle ${file} cannot be read: ${why}.`);
  }
}
