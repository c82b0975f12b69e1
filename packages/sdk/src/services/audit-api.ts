import type { LogVerdict, StateCapture } from '@agent-safe/audit';
import { AgentSafeError, type AuditQuery, type LogLine } from '@agent-safe/core';
import { checkOptions } from '@agent-safe/core/options';
import type { StateRecorder } from '../captures/state-recorder.ts';
import type { AuditRecorder } from './audit-recorder.ts';
import { auditQueryShape, verifyShape } from './call-options.ts';
import { openVerifiers } from './checkpoint-keys.ts';
import type { ProjectKeys } from './project-keys.ts';

/** The services of an open audit log. */
export interface AuditServices {
  readonly recorder: AuditRecorder;
  /** Loads and opens the recorder of states. */
  readonly openStateRecorder: () => Promise<StateRecorder>;
  /** The keys whose checkpoints are accepted, including older keys. */
  readonly keys: ProjectKeys;
}

/**
 * `safe.audit`: the audit log of the project, and the states of targets before and after an action. Every method throws
 * AgentSafeError ERR_CONFIG_INVALID if the project has no audit log.
 */
export class AuditApi {
  readonly #services: AuditServices | undefined;
  #stateRecorder: Promise<StateRecorder> | undefined;

  /** @param services undefined if the project has no audit log */
  constructor(services: AuditServices | undefined) {
    this.#services = services;
  }

  /**
   * Verifies every line and every checkpoint of the audit log.
   *
   * @param options.checkpoint a signed note that was stored elsewhere. Without it, a truncated log cannot be ruled out.
   *
   * @example
   * const safe = await AgentSafe.open();
   * const verdict = await safe.audit.verify({ checkpoint: await safe.audit.checkpoint() });
   * console.log(verdict);
   *
   * @throws AgentSafeError ERR_AUDIT_INVALID if the log cannot be read, or no key of this project signed the checkpoint;
   *   ERR_KEYS_INVALID while the key file cannot be used
   */
  async verify(options: { readonly checkpoint?: string } = {}): Promise<LogVerdict> {
    const { keys, recorder } = this.#require();
    checkOptions(verifyShape, options, '');
    return recorder.log.verify({ ...options, verifiers: await openVerifiers(keys.requireCheckpoints()) });
  }

  /**
   * Signs a checkpoint: the number of events, and the root of the Merkle tree over them. Store it where the writers of
   * the log have no access. It later proves whether the log was changed. The checkpoint is also recorded and shipped.
   *
   * @returns a signed note
   *
   * @example
   * const safe = await AgentSafe.open();
   * const note = await safe.audit.checkpoint();
   * console.log(note);
   *
   * @throws AgentSafeError ERR_KEYS_INVALID if no key signs checkpoints; ERR_AUDIT_INVALID if the log was tampered with
   */
  async checkpoint(): Promise<string> {
    return this.#require().recorder.signCheckpoint();
  }

  /**
   * Reads the lines of the audit log, the newest first: `{ event }`, or `{ damaged: true }` for a damaged line. You may
   * stop reading at any line.
   *
   * @example
   * const safe = await AgentSafe.open();
   * for await (const line of safe.audit.read({ types: ['decision'] })) {
   *   console.log('event' in line ? line.event.event_type : 'damaged: run agent-safe audit verify');
   * }
   *
   * @param query selects events; all events by default
   * @throws AgentSafeError ERR_AUDIT_INVALID if the log cannot be read
   */
  async *read(query?: AuditQuery): AsyncGenerator<LogLine, void, undefined> {
    const { recorder } = this.#require();
    if (query !== undefined) checkOptions(auditQueryShape, query, '');
    yield* recorder.log.readBackwards(query);
  }

  /**
   * Records the state of a target before an allowed action. Call it before you change the target. Fields that the
   * action declares sensitive are masked.
   *
   * @param auditId `audit_id` of the decision
   * @param state the fields of the target by name
   *
   * @example
   * const safe = await AgentSafe.open();
   * const params = { namespace: 'dev', deployment: 'app', replicas: 3 };
   * const { audit_id } = await safe.check({ action: 'scale-deployment', target: 'dev/test-app', params });
   * await safe.audit.captureBefore(audit_id, { replicas: 2 });
   * const { diff } = await safe.audit.captureAfter(audit_id, { replicas: 3 });
   * console.log(diff);
   *
   * @throws AgentSafeError ERR_STATE_INVALID if the state is malformed or there is no such decision;
   *   ERR_AUDIT_UNAVAILABLE if the state could not be recorded. Do not execute the action then.
   */
  async captureBefore(auditId: string, state: object): Promise<void> {
    await (await this.#openStates()).recordBefore(auditId, state);
  }

  /**
   * Records the state of the target after the action.
   *
   * @returns both states and their difference
   *
   * @throws AgentSafeError like {@link captureBefore}; ERR_STATE_INVALID if no state was recorded before the action
   */
  async captureAfter(auditId: string, state: object): Promise<StateCapture> {
    return (await this.#openStates()).recordAfter(auditId, state);
  }

  /**
   * Records both states in one event.
   *
   * @returns both states and their difference
   *
   * @throws AgentSafeError like {@link captureBefore}
   */
  async capture(auditId: string, before: object, after: object): Promise<StateCapture> {
    return (await this.#openStates()).record(auditId, before, after);
  }

  /**
   * Reads the states recorded for a decision, by any process.
   *
   * @returns undefined if no state was recorded
   *
   * @throws AgentSafeError ERR_AUDIT_INVALID if the log cannot be read
   */
  async getCapture(auditId: string): Promise<StateCapture | undefined> {
    return (await this.#openStates()).get(auditId);
  }

  async #openStates(): Promise<StateRecorder> {
    this.#stateRecorder ??= this.#require().openStateRecorder();
    return this.#stateRecorder;
  }

  #require(): AuditServices {
    if (this.#services !== undefined) return this.#services;
    throw new AgentSafeError('ERR_CONFIG_INVALID', 'There is no audit log. Set "audit_log" to its path.');
  }
}
