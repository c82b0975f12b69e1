import type { JsonObject, JsonValue } from '@agent-safe/core';
import type { Run } from '../run/run.ts';
import { sealState } from './encrypt-state.ts';
import { readSource } from './source.ts';

/**
 * Keeps in clear, sealed, what a rollback will need and the log does not hold as it is. Nothing is kept beyond that.
 *
 * @returns the sources that are kept; or why nothing may be done, where what was to be kept cannot be
 */
export async function sealForRollback(run: Run): Promise<readonly string[] | string> {
  const { before, permit, services } = run;
  const { action, execution, ticket } = permit;
  if (action.rollback_action === null || permit.executor.isHarmless === true) return [];
  const recorded = { params: run.secrets.cleanObject(ticket.params), before_state: before?.recorded ?? {} };
  const clear = { params: execution.params, before_state: before?.clear ?? {} };
  // What comes of it nobody knows yet.
  const after_state = {};
  const kept: Record<string, JsonValue> = {};
  for (const { source } of Object.values(action.rollback_params)) {
    const value = readSource(source, { ...clear, after_state });
    const logged = readSource(source, { ...recorded, after_state });
    if (value !== undefined && JSON.stringify(value) !== JSON.stringify(logged)) kept[source] = value;
  }
  const sources = Object.keys(kept);
  if (sources.length === 0) return [];
  const { states } = services;
  const sealKey = services.sealKeys.at(-1);
  if (states === undefined || sealKey === undefined) {
    const why = 'It is secret, and there is no seal key to keep it with.';
    for (const source of sources) run.warnings.push(`A rollback will not have ${source}. ${why}`);
    return [];
  }
  return keep(run, kept, async (sealed) => states.put(ticket.audit_id, sealed), sealKey);
}

async function keep(
  run: Run,
  kept: JsonObject,
  put: (sealed: string) => Promise<boolean>,
  sealKey: Uint8Array,
): Promise<readonly string[] | string> {
  try {
    const isFirst = await put(sealState(sealKey, run.permit.ticket.audit_id, kept));
    if (isFirst) return Object.keys(kept);
    return 'State of this decision was kept before, so that it cannot be done a second time. Nothing was done.';
  } catch (error) {
    return `What a rollback needs could not be kept, and nothing was done: ${run.secrets.cleanError(error)}`;
  }
}
