import { type Decision, isJsonArray, type JsonObject } from '@agent-safe/core';

/** The members of a decision that state events repeat. */
export type DecisionSubject = Pick<
  Decision,
  'audit_id' | 'action' | 'target' | 'caller' | 'correlation_id' | 'ticket_id'
>;

export interface RecentDecision {
  readonly subject: DecisionSubject;
  /**
   * Sensitive values of the decision, in plain text. They are redacted from its states. Empty if another process decided.
   */
  readonly secrets: readonly string[];
  /** The parameters as they were recorded. A secret name among them makes its value secret. */
  readonly params: JsonObject;
}

const CAPACITY = 1_000;

/** A map of at least the 1,000 most recently set entries, and at most 2,000. Old entries are forgotten together, which is fast. */
export class RecentMap<Value> {
  #newest = new Map<string, Value>();
  #older = new Map<string, Value>();

  get(key: string): Value | undefined {
    return this.#newest.get(key) ?? this.#older.get(key);
  }

  set(key: string, value: Value): void {
    if (this.#newest.size >= CAPACITY && !this.#newest.has(key)) {
      this.#older = this.#newest;
      this.#newest = new Map();
    }
    this.#newest.set(key, value);
  }

  delete(key: string): void {
    this.#newest.delete(key);
    this.#older.delete(key);
  }
}

/** Caches the latest recorded decisions, so that their states can be recorded without reading the log. */
export class RecentDecisions {
  readonly #decisions = new RecentMap<RecentDecision>();

  /** @param recorded the decision as it was recorded */
  remember({
    recorded,
    secrets,
  }: {
    readonly recorded: JsonObject;
    readonly secrets: readonly string[];
  }): RecentDecision {
    const { params } = recorded;
    const isObject = typeof params === 'object' && params !== null && !isJsonArray(params);
    const decision = { subject: readSubject(recorded), secrets, params: isObject ? params : {} };
    this.#decisions.set(decision.subject.audit_id, decision);
    return decision;
  }

  /** @returns undefined for an older decision or a decision of another process; read it from the log */
  get(auditId: string): RecentDecision | undefined {
    return this.#decisions.get(auditId);
  }
}

function readSubject(event: { readonly [Name in keyof DecisionSubject]?: unknown }): DecisionSubject {
  const text = (name: keyof DecisionSubject) => {
    const value = event[name];
    return typeof value === 'string' ? value : null;
  };
  const [correlation_id, ticket_id] = [text('correlation_id'), text('ticket_id')];
  return {
    audit_id: text('audit_id') ?? '',
    action: text('action') ?? '',
    target: text('target'),
    caller: text('caller'),
    ...(correlation_id === null ? {} : { correlation_id }),
    ...(ticket_id === null ? {} : { ticket_id }),
  };
}
