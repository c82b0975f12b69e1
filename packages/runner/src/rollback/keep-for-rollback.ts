import type { JsonObject, JsonValue, Refused } from '@agent-safe/core';
import type { RunContext } from '../run/run-context.ts';
import type { Authorization, CapturedState } from '../run/stage-results.ts';
import { encryptState } from './encrypt-state.ts';
import { readSource } from './source.ts';

/** The sources whose values are kept. Where a value that a rollback needs cannot be kept, nothing may be done. */
export type KeptResult = { readonly ok: true; readonly sources: readonly string[] } | Refused<'state_unavailable'>;

/** Keeps what a rollback will need and the log holds only masked: in clear, encrypted. Nothing is kept beyond that. */
export async function keepForRollback(
  run: RunContext,
  { action, execution, executor, ticket }: Authorization,
  before: CapturedState | undefined,
): Promise<KeptResult> {
  if (action.rollback_action === null || executor.hasNoEffect === true) return { ok: true, sources: [] };
  const recorded = { params: run.redactor.redactObject(ticket.params), before_state: before?.recorded ?? {} };
  const clear = { params: execution.params, before_state: before?.clear ?? {} };
  // The state after is not known yet.
  const after_state = {};
  const kept: Record<string, JsonValue> = {};
  for (const { source } of Object.values(action.rollback_params)) {
    const value = readSource(source, { ...clear, after_state });
    const logged = readSource(source, { ...recorded, after_state });
    if (value !== undefined && JSON.stringify(value) !== JSON.stringify(logged)) kept[source] = value;
  }
  const sources = Object.keys(kept);
  if (sources.length === 0) return { ok: true, sources };
  const { encryptionKeys, states } = run.services;
  const key = encryptionKeys.at(-1);
  if (states === undefined || key === undefined) {
    const why = 'It is secret, and there is no key to encrypt it with.';
    for (const source of sources) run.warnings.push(`A rollback will not have ${source}. ${why}`);
    return { ok: true, sources: [] };
  }
  return keep(run, kept, ticket.audit_id, async (encrypted) => states.put(ticket.audit_id, encrypted), key);
}

async function keep(
  { redactor }: RunContext,
  kept: JsonObject,
  auditId: string,
  put: (encrypted: string) => Promise<boolean>,
  key: Uint8Array,
): Promise<KeptResult> {
  const refuse = (reason: string): KeptResult => ({ ok: false, code: 'state_unavailable', reason });
  try {
    const isFirst = await put(encryptState(key, auditId, kept));
    if (isFirst === true) return { ok: true, sources: Object.keys(kept) };
    return refuse('State of this decision was kept before, so that it cannot be done a second time. Nothing was done.');
  } catch (error) {
    return refuse(`What a rollback needs could not be kept, and nothing was done: ${redactor.redactError(error)}`);
  }
}
