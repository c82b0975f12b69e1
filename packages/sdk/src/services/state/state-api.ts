import { checkOptions, list, object, optional, text } from '@agent-safe/core/options';
import type { StateRebuild, StateRebuildResult, StateServices } from './rebuild-types.ts';

const rebuildShape = object<StateRebuild>({
  logs: optional(list(text)),
  reason: optional(text),
  without: optional(list(text)),
});

/** `safe.state`: the state file of the project. */
export class StateApi {
  readonly #services: StateServices;

  constructor(services: StateServices) {
    this.#services = services;
  }

  /**
   * Rebuilds a state that is missing, damaged or older than the audit log. Until then, every check is denied with
   * `state_unavailable`.
   *
   * It reads and verifies the logs that share the state. The new state has their revocations and used tickets. Execution
   * tickets issued before are refused, and open approval requests are canceled, because the log does not have all of
   * them. The rebuild is recorded as `state_rebuilt`.
   *
   * @example
   * const safe = await AgentSafe.open();
   * const result = await safe.state.rebuild({ reason: 'The disk was replaced' });
   * console.log(result.ok ? result.revocations : result.reason);
   *
   * @throws AgentSafeError ERR_CONFIG_INVALID if an option is unknown
   */
  async rebuild(rebuild: StateRebuild = {}): Promise<StateRebuildResult> {
    checkOptions(rebuildShape, rebuild, '');
    const { rebuildState } = await import('./rebuild-state.ts');
    return rebuildState(rebuild, this.#services);
  }
}
