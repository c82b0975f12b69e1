import type { JsonObject, JsonValue, Refused } from '@agent-safe/core';
import type { RunContext } from '../run/run-context.ts';
import type { Authorization, CapturedState } from '../run/stage-results.ts';
import { encryptState } from './encrypt-state.ts';
import { readSource } from './source.ts';

/** The sources whose values are stored. If a value that a rollback needs cannot be stored, nothing is executed. */
export type StoreResult = { readonly ok: true; readonly sources: readonly string[] } | Refused<'state_unavailable'>;

/** Stores, encrypted, the values that a rollback needs in clear and the log holds only masked. Nothing else is stored. */
export async function storeForRollback(
  run: RunContext,
  { action, execution, executor, ticket }: Authorization,
  before: CapturedState | undefined,
): Promise<StoreResult> {
  if (action.rollback_action === null || executor.hasNoEffect === true) return { ok: true, sources: [] };
  const recorded = { params: run.redactor.redactObject(ticket.params), before_state: before?.recorded ?? {} };
  const clear = { params: execution.params, before_state: before?.clear ?? {} };
  // The state after is not known yet.
  const after_state = {};
  const values: Record<string, JsonValue> = {};
  for (const { source } of Object.values(action.rollback_params)) {
    const value = readSource(source, { ...clear, after_state });
    const logged = readSource(source, { ...recorded, after_state });
    if (value !== undefined && JSON.stringify(value) !== JSON.stringify(logged)) values[source] = value;
  }
  const sources = Object.keys(values);
  if (sources.length === 0) return { ok: true, sources };
  const { encryptionKeys, states } = run.services;
  const key = encryptionKeys.at(-1);
  if (states === undefined || key === undefined) {
    const why = 'It is secret, and there is no key to encrypt it with.';
    for (const source of sources) run.warnings.push(`A rollback will not have ${source}. ${why}`);
    return { ok: true, sources: [] };
  }
  return store(run, values, ticket.audit_id, async (encrypted) => states.put(ticket.audit_id, encrypted), key);
}

async function store(
  { redactor }: RunContext,
  values: JsonObject,
  auditId: string,
  put: (encrypted: string) => Promise<boolean>,
  key: Uint8Array,
): Promise<StoreResult> {
  const refuse = (reason: string): StoreResult => ({ ok: false, code: 'state_unavailable', reason });
  try {
    const isFirst = await put(encryptState(key, auditId, values));
    if (isFirst === true) return { ok: true, sources: Object.keys(values) };
    return refuse('The state of this decision is stored already: it cannot run a second time. Nothing was executed.');
  } catch (error) {
    return refuse(
      `The values for a rollback could not be stored. Nothing was executed: ${redactor.redactError(error)}`,
    );
  }
}
