import { AgentSafeError } from '@agent-safe/core';
import type { Settings } from '@agent-safe/registry/open';

/** @throws AgentSafeError where each process would have a state of its own, which ends with it */
export function requireState({ configFile, state }: Settings): void {
  if (state !== undefined) return;
  const summary =
    configFile === undefined
      ? 'There is no agent-safe.yaml here or above. Go to the project, or name its state: --state FILE.'
      : `${configFile} names no state in which others could see it. Add "state: .agent-safe/state.db" to it.`;
  throw new AgentSafeError(configFile === undefined ? 'ERR_CONFIG_NOT_FOUND' : 'ERR_CONFIG_INVALID', summary);
}
