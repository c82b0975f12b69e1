export type { AllowedCommand } from './command-allowlist.ts';
export {
  type EnvironmentVariables,
  EnvironmentVault,
  type EnvironmentVaultOptions,
} from './credentials/environment-vault.ts';
export { type CredentialGrant, type GrantResult, resolveCredentials } from './credentials/resolve.ts';
export { DryRunExecutor } from './dry-run-executor.ts';
export { openRunHistory, type RunHistory } from './history.ts';
export { MemorySealedStateStore } from './memory-sealed-state-store.ts';
export type { RunnerOptions } from './options.ts';
export { BLOCKING_CHECKS, type CheckedPrecheck } from './prechecks.ts';
export type {
  RunEndingCode,
  RunOptions,
  RunRefusal,
  RunRefusalCode,
  RunReport,
  RunResult,
  UsedCredentials,
} from './run-result.ts';
export { Runner } from './runner.ts';
