import type { CredentialVault, Executor } from '@agent-safe/core';
import type { RunnerSettingsOption } from '@agent-safe/sdk/runner';

/** Where the deployment of this example lives, and how a runner gets there. */
export interface Place {
  /** For people. */
  readonly name: string;
  readonly namespace: string;
  /** Which executor works there. */
  readonly executor: string;
  readonly executors: readonly Executor[];
  readonly runner: RunnerSettingsOption;
  readonly vault: CredentialVault;
  /** How many replicas there are, asked past Agent-Safe. */
  readonly countReplicas: () => number;
  readonly close: () => void;
}
