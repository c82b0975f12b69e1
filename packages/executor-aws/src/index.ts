export type { AccountSettings, AwsExecutorOptions } from './api/account-settings.ts';
export { AwsExecutor } from './aws-executor.ts';
export { AwsStsVault, type AwsStsVaultOptions } from './vault/sts-vault.ts';
export { describeVaultPolicies, type VaultPolicies, type VaultPoliciesOptions } from './vault/vault-policies.ts';
