import { countJsonBytes, type JsonObject, type JsonValue, LARGEST_PARAMS, type Refused } from '@agent-safe/core';
import type { RunContext } from '../run/run-context.ts';
import type { Authorization, CapturedState } from '../run/stage-results.ts';
import { encryptState } from './encrypt-state.ts';
import { readSource } from './source.ts';

/** Sources of the stored values. If storing fails, nothing is executed. */
export type StoreResult = { readonly ok: true; readonly sources: readonly string[] } | Refused<'state_unavailable'>;

/** Stores the values that a rollback needs in plain text and the log holds masked. They are encrypted. No other value is stored. */
export async function storeForRollback(
  run: RunContext,
  { action, execution, executor, ticket }: Authorization,
  before: CapturedState | undefined,
): Promise<StoreResult> {
  if (action.rollback_action === null || executor.hasNoEffect === true) return { ok: true, sources: [] };
  const declared = new Set(action.parameters.map(({ name }) => name));
  const recorded = { params: run.redactor.redactObject(ticket.params, declared), before_state: before?.recorded ?? {} };
  const clear = { params: execution.params, before_state: before?.clear ?? {} };
  // The state after the action does not exist yet.
  const after_state = {};
  const values: Record<string, JsonValue> = {};
  const needed: JsonValue[] = [];
  for (const { source } of Object.values(action.rollback_params)) {
    const value = readSource(source, { ...clear, after_state });
    const logged = readSource(source, { ...recorded, after_state });
    if (value !== undefined) needed.push(value);
    if (value !== undefined && JSON.stringify(value) !== JSON.stringify(logged)) values[source] = value;
  }
  const bytes = countJsonBytes(needed);
  if (bytes > LARGEST_PARAMS) {
    const limit = `a request has at most ${LARGEST_PARAMS} bytes of parameters`;
    run.warnings.push(`A rollback cannot restore the state before: it needs ${bytes} bytes, and ${limit}.`);
  }
  const sources = Object.keys(values);
  if (sources.length === 0) return { ok: true, sources };
  const { encryptionKeys, states } = run.services;
  const key = encryptionKeys.at(-1);
  if (states === undefined || key === undefined) {
    const why = 'It is secret or large, and no encryption key is configured to store it.';
    for (const source of sources) run.warnings.push(`A rollback cannot restore ${source}. ${why}`);
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
    return refuse('State for this decision is already stored, so it cannot run a second time. Nothing was done.');
  } catch (error) {
    return refuse(`Values for a rollback could not be stored, so nothing was done. ${redactor.redactError(error)}`);
  }
}
