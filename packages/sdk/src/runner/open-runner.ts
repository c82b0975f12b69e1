import { existsSync } from 'node:fs';
import { type Action, AgentSafeError } from '@agent-safe/core';
import { loadProject } from '@agent-safe/registry';
import { openSettings, type Settings, watchKeys } from '@agent-safe/registry/open';
import type { RunnerOptions } from '@agent-safe/runner';
import { openBundle } from '../project/open-bundle.ts';
import type { OpenOptions } from '../project/open-options.ts';
import { openServices, type Services } from '../project/open-services.ts';
import { ProjectKeys } from '../services/project-keys.ts';
import { openExecutors } from './executors.ts';
import { ProjectRunner } from './project-runner.ts';
import { mergeRunner, type RollbackChecker, type RunnerOpenOptions, splitOptions } from './runner-options.ts';
import { describeAccounts, openVault } from './vaults.ts';

/**
 * Opens the runner of a project by its settings. It needs the actions, an audit log, the state and keys that verify
 * tickets. It reads no policies before a rollback must be decided.
 *
 * @param openSafe opens the checker of rollbacks, if the options give none
 * @throws AgentSafeError ERR_CONFIG_INVALID, ERR_CONFIG_NOT_FOUND, ERR_KEYS_INVALID, ERR_REGISTRY_INVALID
 */
export async function openProjectRunner(
  options: RunnerOpenOptions,
  openSafe: (options: OpenOptions) => Promise<RollbackChecker>,
): Promise<ProjectRunner> {
  const { own, shared } = splitOptions(options);
  const { actions, settings } = await openActions(shared);
  const services = await openServices(settings, shared, shared.verificationKeys);
  try {
    return new ProjectRunner({
      services,
      runner: describeRunner(actions, settings, services, options),
      openSafe: () => openSafe(shared),
      safe: own.safe,
      vaultNamespace:
        settings.credentialVault?.backend === 'kubernetes' ? settings.credentialVault.namespace : undefined,
      vaultAccounts:
        settings.credentialVault?.backend === 'aws-sts'
          ? {
              accounts: describeAccounts(settings.credentialVault, mergeRunner(settings, options.runner).accounts),
              revoke: settings.credentialVault.revoke,
            }
          : undefined,
    });
  } catch (error) {
    await services.close();
    throw error;
  }
}

/** Builds the options of a runner, without the keys that verify tickets, because keys rotate. */
function describeRunner(
  actions: readonly Action[],
  settings: Settings,
  services: Services,
  options: RunnerOpenOptions,
): RunnerOptions {
  const { clock, recorder, revocations, stores } = services;
  if (recorder === undefined) {
    throw missing('There is no audit log, and executions must be recorded. Set "audit_log" to its path.');
  }
  if (stores === undefined) {
    throw missing('There is no state to store used tickets. Set "keys" or "state" to its path.');
  }
  const runner = mergeRunner(settings, options.runner);
  const secrets = services.keys.hasFile ? services.keys : watchSecrets(settings, clock);
  const { audience } = settings.tickets;
  return {
    tickets: { keys: [], issuer: settings.issuer, audience, nonces: stores.nonces, revocations },
    actions,
    executors: openExecutors(runner, options),
    audit: { append: (drafts) => recorder.record(drafts) },
    history: recorder.log,
    vault:
      options.vault === undefined
        ? openVault(settings.credentialVault, runner, { clock, endpointUrl: options.endpointUrl })
        : options.vault || undefined,
    ambientCredentials: runner.ambient_credentials,
    commandAllowlist: runner.command_allowlist,
    blockingChecks: runner.blocking_prechecks,
    maskKey: () => secrets.ring.mask,
    secretNames: settings.secretNames,
    // Without a key, sensitive state is not stored, and the report of a run lists the values that its rollback will
    // lack.
    ...(secrets.hasFile ? { states: stores.states, encryptionKeys: () => secrets.ring.encryption } : {}),
    clock,
  };
}

/** Loads the actions. A ticket is refused if the definition of its action has changed since the decision. */
async function openActions(options: OpenOptions): Promise<{ actions: readonly Action[]; settings: Settings }> {
  if (options.bundle !== undefined) {
    const { policySet, settings } = openBundle(options);
    return { actions: policySet.actions, settings };
  }
  const settings = await openSettings(options);
  if (settings.registry === undefined)
    throw missing('There are no actions. Set "registry" to the path of the actions.');
  return { actions: loadProject({ registry: settings.registry, secretNames: settings.secretNames }).actions, settings };
}

/**
 * Watches the keys that mask and encrypt; no keys if the key file is missing at the start. A runner that verifies with
 * public keys may hold them, because they sign no tokens.
 */
function watchSecrets({ keys }: Settings, clock: () => number): ProjectKeys {
  return new ProjectKeys(keys === undefined || !existsSync(keys) ? undefined : watchKeys(keys, { clock }));
}

function missing(summary: string): AgentSafeError {
  return new AgentSafeError('ERR_CONFIG_INVALID', summary);
}
