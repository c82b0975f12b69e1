import { existsSync } from 'node:fs';
import { type Action, AgentSafeError, type CredentialVault } from '@agent-safe/core';
import { loadProject } from '@agent-safe/registry';
import { loadKeys, openSettings, type Settings } from '@agent-safe/registry/open';
import { EnvironmentVault, type RunnerOptions } from '@agent-safe/runner';
import { openBundle } from '../project/open-bundle.ts';
import type { OpenOptions } from '../project/open-options.ts';
import { openServices, type Services } from '../project/open-services.ts';
import { CREDENTIAL_RULES, openExecutors } from './executors.ts';
import { ProjectRunner } from './project-runner.ts';
import { mergeRunner, type RollbackChecker, type RunnerOpenOptions, splitOptions } from './runner-options.ts';

/**
 * Opens what runs tickets, by the settings of a project. It needs the actions, an audit log, the state and keys that verify;
 * it reads no policies until a rollback is to be decided on.
 *
 * @param openSafe opens what decides rollbacks, if the options give none
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
    });
  } catch (error) {
    await services.close();
    throw error;
  }
}

/** What a runner is made of, but for the keys that verify tickets: those change. */
function describeRunner(
  actions: readonly Action[],
  settings: Settings,
  services: Services,
  options: RunnerOpenOptions,
): RunnerOptions {
  const { clock, recorder, revocations, stores } = services;
  if (recorder === undefined) {
    throw lacking('There is no audit log, and what cannot be recorded is not done. Give "audit_log" its path.');
  }
  if (stores === undefined) {
    throw lacking('There is no state that remembers which tickets were used. Give "keys" or "state" its path.');
  }
  const runner = mergeRunner(settings, options.runner);
  const secrets = services.keys ?? readSecrets(settings);
  const { audience } = settings.tickets;
  return {
    tickets: { keys: [], issuer: settings.issuer, audience, nonces: stores.nonces, revocations },
    actions,
    executors: openExecutors(runner, options),
    credentialRules: CREDENTIAL_RULES,
    audit: { append: (drafts) => recorder.record(drafts) },
    history: recorder.log,
    vault: options.vault === undefined ? openVault(settings, clock) : options.vault || undefined,
    ambientCredentials: runner.ambient_credentials,
    commandAllowlist: runner.command_allowlist,
    blockingChecks: runner.blocking_prechecks,
    maskKey: secrets?.mask,
    // Without a key nothing is kept, and a run says what a rollback of it will lack.
    ...(secrets === undefined || secrets.encryption.length === 0
      ? {}
      : { states: stores.states, encryptionKeys: secrets.encryption }),
    clock,
  };
}

/** What is run is what was decided on: a definition that differs is refused by the ticket. */
async function openActions(options: OpenOptions): Promise<{ actions: readonly Action[]; settings: Settings }> {
  if (options.bundle !== undefined) {
    const { policySet, settings } = openBundle(options);
    return { actions: policySet.actions, settings };
  }
  const settings = await openSettings(options);
  if (settings.registry === undefined) throw lacking('There are no actions. Give "registry" its path.');
  return { actions: loadProject({ registry: settings.registry }).actions, settings };
}

/** The keys that mask and encrypt. A runner that verifies by public keys may hold them: they mint nothing. A missing file has none. */
function readSecrets({ keys }: Settings) {
  return keys === undefined || !existsSync(keys) ? undefined : loadKeys(keys);
}

function openVault({ credentialVault }: Settings, clock: () => number): CredentialVault | undefined {
  if (credentialVault === undefined) return undefined;
  return new EnvironmentVault({ variables: credentialVault.variables, clock });
}

function lacking(summary: string): AgentSafeError {
  return new AgentSafeError('ERR_CONFIG_INVALID', summary);
}
