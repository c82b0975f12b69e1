import type { CredentialVault, Executor } from '@agent-safe/core';
import type { RunnerSettingsOption } from '@agent-safe/sdk/runner';

/** The system with the deployment of this example, and the settings to reach it. */
export interface Place {
  /** Name for display. */
  readonly name: string;
  readonly namespace: string;
  /** Name of the executor for this system. */
  readonly executor: string;
  readonly executors: readonly Executor[];
  readonly runner: RunnerSettingsOption;
  readonly vault: CredentialVault;
  /** Reads the number of replicas without Agent-Safe. */
  readonly countReplicas: () => number;
  readonly close: () => void;
}
