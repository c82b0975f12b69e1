import { DECISION_RECORD_TYPES, type DecisionRecord, readDecisionRecord, type StateCapture } from '@agent-safe/audit';
import { redactSecrets, redactText } from '@agent-safe/audit/append';
import {
  type Action,
  AgentSafeError,
  type AuditReader,
  type AuditSink,
  describeArchived,
  JsonError,
  type JsonObject,
  type JsonValue,
  MASK,
  maskValue,
  quote,
  type ReportedStateAfterFields,
  type ReportedStateBeforeFields,
  type ReportedStatesFields,
  redactNames,
  type SecretNames,
  snapshotJson,
} from '@agent-safe/core';
import { type DecisionSubject, type RecentDecision, type RecentDecisions, RecentMap } from './recent-decisions.ts';

/** Records states, and reads decisions of other processes. */
export interface StateLog {
  readonly record: AuditSink['append'];
  readonly log: Pick<AuditReader, 'archived' | 'readBackwards'>;
}

interface Before {
  readonly state: JsonObject;
  readonly at: number;
}

/**
 * Records the state of a target before and after an action, linked to the decision that allowed it. Fields that the action
 * declares sensitive are masked. Text that looks like a secret is redacted.
 */
export class StateRecorder {
  readonly #recorder: StateLog;
  readonly #findAction: (name: string) => Action | undefined;
  readonly #maskKey: () => Uint8Array | undefined;
  readonly #names: SecretNames;
  readonly #clock: () => number;
  readonly #decisions: RecentDecisions;
  readonly #before = new RecentMap<Before>();

  constructor(options: {
    readonly recorder: StateLog;
    readonly decisions: RecentDecisions;
    readonly findAction: (name: string) => Action | undefined;
    readonly maskKey: () => Uint8Array | undefined;
    readonly secretNames: SecretNames;
    readonly clock: () => number;
  }) {
    this.#recorder = options.recorder;
    this.#decisions = options.decisions;
    this.#findAction = options.findAction;
    this.#maskKey = options.maskKey;
    this.#names = options.secretNames;
    this.#clock = options.clock;
  }

  async recordBefore(auditId: string, state: unknown): Promise<void> {
    const found = await this.#find(auditId);
    const before = { state: this.#mask(found.subject, state), at: this.#clock() };
    await this.#record({ ...found.subject, before_state: this.#redact(before.state, found) });
    this.#before.set(auditId, before);
  }

  async recordAfter(auditId: string, state: unknown): Promise<StateCapture> {
    const found = await this.#find(auditId);
    const before = this.#before.get(auditId) ?? (await this.#readBefore(auditId));
    if (before === undefined) {
      throw new AgentSafeError(
        'ERR_STATE_INVALID',
        `No state was recorded before ${auditId}. Call audit.captureBefore first.`,
      );
    }
    const after = this.#mask(found.subject, state);
    const duration = Math.max(0, this.#clock() - before.at);
    await this.#record({
      ...found.subject,
      after_state: this.#redact(after, found),
      capture_duration_ms: duration,
      ...this.#fields(found, before.state, after),
    });
    this.#before.delete(auditId);
    return this.#require(auditId);
  }

  async record(auditId: string, before: unknown, after: unknown): Promise<StateCapture> {
    const found = await this.#find(auditId);
    const [from, to] = [this.#mask(found.subject, before), this.#mask(found.subject, after)];
    await this.#record({
      ...found.subject,
      before_state: this.#redact(from, found),
      after_state: this.#redact(to, found),
      ...this.#fields(found, from, to),
    });
    return this.#require(auditId);
  }

  async get(auditId: string): Promise<StateCapture | undefined> {
    return (await this.#read(auditId)).capture;
  }

  async #require(auditId: string): Promise<StateCapture> {
    const capture = await this.get(auditId);
    if (capture !== undefined) return capture;
    throw new AgentSafeError(
      'ERR_AUDIT_INVALID',
      `The state of ${auditId} was recorded, but the log does not contain it. Run "agent-safe audit verify".`,
    );
  }

  async #record(fields: ReportedStateBeforeFields | ReportedStateAfterFields | ReportedStatesFields): Promise<void> {
    await this.#recorder.record([{ event_type: 'state_capture', fields }]);
  }

  #fields({ secrets, subject }: RecentDecision, before: JsonObject, after: JsonObject) {
    const declared = this.#findAction(subject.action)?.state_fields.map(({ name }) => name) ?? [];
    const captured = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
    return {
      state_fields_declared: declared,
      state_fields_captured: captured.map((name) => redactText(name, secrets, { names: this.#names })),
    };
  }

  /** Finds the decision of a state, in this process or in the log. */
  async #find(auditId: string): Promise<RecentDecision> {
    const recent = this.#decisions.get(auditId);
    if (recent !== undefined) return recent;
    const { decision } = await this.#read(auditId);
    if (decision === undefined) {
      const archived = describeArchived(await this.#recorder.log.archived?.());
      const summary = `The audit log holds no decision ${quote(String(auditId))}.${archived}`;
      throw new AgentSafeError('ERR_STATE_INVALID', summary);
    }
    return this.#decisions.remember({ recorded: { ...decision, audit_id: auditId }, secrets: [] });
  }

  async #read(auditId: string): Promise<DecisionRecord> {
    return readDecisionRecord(this.#recorder.log.readBackwards({ types: DECISION_RECORD_TYPES }), auditId);
  }

  async #readBefore(auditId: string): Promise<Before | undefined> {
    const capture = await this.get(auditId);
    if (capture?.before_state === undefined || capture.before_state === null || capture.after_state !== null)
      return undefined;
    return { state: capture.before_state, at: Date.parse(capture.captured_at) };
  }

  /** Fields that the action declares are secret by their declaration, and all other members by their names. */
  #redact(state: JsonObject, { params, secrets, subject }: RecentDecision): JsonObject {
    const action = this.#findAction(subject.action);
    const declared = [...(action?.parameters ?? []), ...(action?.state_fields ?? [])].map(({ name }) => name);
    const others = Object.keys(params).filter((name) => Object.hasOwn(state, name));
    // The value of a key such as DB_PASSWORD is secret. The key is a parameter, and its value a field of the state.
    const labels = Object.fromEntries(Object.entries(params).filter(([name]) => !others.includes(name)));
    const options = { names: this.#names, exempt: new Set(declared) };
    const { value } = redactNames({ ...labels, ...state }, options);
    const visible = Object.fromEntries(Object.keys(state).map((name) => [name, value[name] ?? null]));
    return redactSecrets(visible, secrets, options);
  }

  #mask({ action }: DecisionSubject, state: unknown): JsonObject {
    const snapshot = readState(state);
    const sensitive = this.#findAction(action)?.state_fields.filter((field) => field.sensitive) ?? [];
    const masked: Record<string, JsonValue> = { ...snapshot };
    const maskKey = this.#maskKey();
    for (const { name } of sensitive) {
      const value = Object.hasOwn(snapshot, name) ? snapshot[name] : undefined;
      if (value === undefined) continue;
      masked[name] = maskKey === undefined ? MASK : maskValue(maskKey, action, name, value);
    }
    return masked;
  }
}

function readState(state: unknown): JsonObject {
  try {
    const snapshot = snapshotJson(state, 'state');
    if (typeof snapshot === 'object' && snapshot !== null && !Array.isArray(snapshot)) return snapshot as JsonObject;
  } catch (error) {
    if (!(error instanceof JsonError)) throw error;
    throw new AgentSafeError('ERR_STATE_INVALID', `The state cannot be recorded: ${error.message}.`);
  }
  throw new AgentSafeError('ERR_STATE_INVALID', 'The state is not an object. Give an object with the fields by name.');
}
