import { AgentSafeError } from '@agent-safe/core';
import type { Settings } from '@agent-safe/registry/open';

/** @throws AgentSafeError if the project has no state file, so that each process would have its own temporary state */
export function requireState({ configFile, state }: Settings): void {
  if (state !== undefined) return;
  const summary =
    configFile === undefined
      ? 'There is no agent-safe.yaml in this folder or above. Go to the folder of the project, or name its state with --state FILE.'
      : `The settings name no state: ${configFile}. Add "state: .agent-safe/state.db".`;
  throw new AgentSafeError(configFile === undefined ? 'ERR_CONFIG_NOT_FOUND' : 'ERR_CONFIG_INVALID', summary);
}
