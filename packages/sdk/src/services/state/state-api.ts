import type { AuditStore, NoteVerifier } from '@agent-safe/audit';
import type { RebuiltLog, Refused, StateFacts } from '@agent-safe/core';
import { checkOptions, list, object, optional, text } from '@agent-safe/core/options';
import type { LimitServices } from '../limits.ts';

/** A rebuild of the state. */
export interface StateRebuild {
  /** Paths of other audit logs that share the state. The log of the project and the logs that the state knows are always read. */
  readonly logs?: readonly string[] | undefined;
  /** Paths of logs that the state knows, and that are lost. Their revocations are lost too. */
  readonly without?: readonly string[] | undefined;
  /** One line for the audit log. */
  readonly reason?: string | undefined;
}

/** Machine codes of refused rebuilds. */
export type StateRebuildCode =
  | 'audit_tampered'
  | 'audit_unavailable'
  | 'log_missing'
  | 'state_busy'
  | 'state_missing'
  | 'state_unavailable';

/** The content of the rebuilt state. */
export interface StateRebuildDone {
  readonly ok: true;
  /** The logs that were read. */
  readonly logs: readonly RebuiltLog[];
  /** Number of revocations, including lifted ones. */
  readonly revocations: number;
  /** Number of used tickets that had not expired. */
  readonly tickets: number;
  /** Ids of the approval requests that were canceled. */
  readonly canceled: readonly string[];
  /** Execution tickets issued until this time are refused. RFC 3339, UTC. */
  readonly tickets_until: string;
  /** The ids of the `state_rebuilt` events, one for each log. */
  readonly event_ids: readonly string[];
}

export type StateRebuildResult = StateRebuildDone | Refused<StateRebuildCode>;

export interface StateServices {
  /** Undefined if the project has no audit log. */
  readonly log: AuditStore | undefined;
  /** Undefined if the project has no state, or if its state is never lost. */
  readonly facts: StateFacts | undefined;
  readonly limits: LimitServices;
  /** Whether keys verify callers. */
  readonly verifiesCallers: () => boolean;
  readonly verifiers: () => Promise<readonly NoteVerifier[]>;
  /** Milliseconds since 1970, UTC. */
  readonly clock: () => number;
}

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
