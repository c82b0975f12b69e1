import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { AgentSafeError } from '@agent-safe/core';
import { readBundle } from '@agent-safe/pdp';
import {
  loadProject,
  type PolicySet,
  requirePaths,
  resolveSettings,
  type Settings,
  type SettingsOptions,
} from '@agent-safe/registry';

/** What decides, and how. */
export interface Opened {
  readonly policySet: PolicySet;
  readonly settings: Settings;
}

/** Reads the files of a project. */
export function openProject(options: SettingsOptions): Opened {
  const isSelfContained = options.registry !== undefined || options.policies !== undefined;
  const config = options.config ?? (isSelfContained ? false : undefined);
  const settings = requirePaths(resolveSettings({ ...options, config }));
  return { policySet: loadProject(settings), settings };
}

/**
 * Reads a bundle, which brings its own settings. Of a configuration file only the keys count, and only where it is named.
 *
 * @throws AgentSafeError ERR_BUNDLE_INVALID, also where paths are given beside it
 */
export function openBundle({
  bundle: path,
  ...options
}: SettingsOptions & { readonly bundle?: string | undefined }): Opened {
  const beside = (['registry', 'policies', 'inventory'] as const).find((key) => options[key] !== undefined);
  if (beside !== undefined) {
    throw new AgentSafeError(
      'ERR_CONFIG_INVALID',
      `A bundle holds all that decides: "${beside}" cannot be given beside it.`,
    );
  }
  const settings = resolveSettings({ ...options, config: options.config ?? false });
  const bundle = readBundle(readBundleFile(resolve(options.cwd ?? process.cwd(), path ?? '')));
  const { actions, policy_digest, rules, targets } = bundle;
  return {
    policySet: { actions, rules, targets: targets ?? undefined, digest: policy_digest },
    settings: {
      ...settings,
      strict: options.strict ?? bundle.strict,
      requireVerifiedCallers: options.requireVerifiedCallers ?? bundle.require_verified_callers,
      ticketPattern: options.ticketPattern ?? bundle.ticket_pattern ?? undefined,
    },
  };
}

function readBundleFile(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    const why = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new AgentSafeError('ERR_BUNDLE_INVALID', `The bundle ${file} cannot be read: ${why}.`);
  }
}
