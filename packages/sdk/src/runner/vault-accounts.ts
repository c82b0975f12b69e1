import { type Action, AgentSafeError, type JsonObject, quote } from '@agent-safe/core';
import type { RunnerSettings } from '@agent-safe/registry/open';

/** The permissions that the vault for Kubernetes needs. */
export interface VaultRbacRequest {
  /** Names of actions. Default: all actions of the project. */
  readonly actions?: readonly string[] | undefined;
  /** Namespaces in which actions may run. Default: all. */
  readonly namespaces?: readonly string[] | undefined;
}

/** The permissions that the vault for AWS needs. */
export interface VaultIamRequest {
  /** ARN of the user or role whose credentials the vault has. */
  readonly principal: string;
  /** Names of actions. Default: all actions of the project. */
  readonly actions?: readonly string[] | undefined;
}

/** Accounts of the vault for AWS, and whether it ends sessions by a policy. */
export interface VaultAccounts {
  readonly accounts: RunnerSettings['accounts'];
  readonly revoke: boolean;
}

/**
 * Describes the account of the Kubernetes vault with the least permissions.
 *
 * @throws AgentSafeError ERR_CONFIG_INVALID for an action that the project does not have
 */
export async function describeRbac(
  actions: readonly Action[],
  { actions: names, namespaces }: VaultRbacRequest,
  namespace: string | undefined,
): Promise<readonly JsonObject[]> {
  const selected = selectActions(actions, names);
  const { describeVaultRbac } = await import('@agent-safe/executor-k8s');
  return describeVaultRbac({ actions: selected, namespace, targetNamespaces: namespaces });
}

/**
 * Describes the IAM policies of the AWS vault with the least permissions, by the name of the account.
 *
 * @throws AgentSafeError ERR_CONFIG_INVALID without the vault or a role, or for an action that the project does not have
 */
export async function describeIam(
  actions: readonly Action[],
  { actions: names, principal }: VaultIamRequest,
  vault: VaultAccounts | undefined,
): Promise<JsonObject> {
  const selected = selectActions(actions, names);
  const accounts = Object.entries(vault?.accounts ?? {});
  if (vault === undefined || accounts.length === 0)
    throw invalid('No account is configured. Set "runner.accounts" and "credential_vault" with the backend aws-sts.');
  const { describeVaultPolicies } = await import('@agent-safe/executor-aws');
  const described = accounts.map(([name, { role_arn, ...account }]) => {
    if (role_arn === undefined)
      throw invalid(
        `The vault has no role in the account ${quote(name)}. Set "credential_vault.accounts.${name}.role_arn".`,
      );
    const options = { account: { ...account, role_arn }, actions: selected, principal, revoke: vault.revoke };
    return [name, describeVaultPolicies(options)] as const;
  });
  return Object.fromEntries(described);
}

function selectActions(actions: readonly Action[], names: readonly string[] | undefined): readonly Action[] {
  const unknown = names?.find((name) => !actions.some((action) => action.name === name));
  if (unknown !== undefined) throw invalid(`The action ${quote(unknown)} does not exist in this project.`);
  return names === undefined ? actions : actions.filter(({ name }) => names.includes(name));
}

function invalid(summary: string): AgentSafeError {
  return new AgentSafeError('ERR_CONFIG_INVALID', summary);
}
