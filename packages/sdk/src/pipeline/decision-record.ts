import { redactSecrets } from '@agent-safe/audit/append';
import { type Decision, type JsonObject, type JsonValue, plain } from '@agent-safe/core';
import { readParams } from './redact-params.ts';
import type { RequestState } from './request-state.ts';

/**
 * The fields of the audit event of a decision, without secrets. Text of the system and known names stay as they are:
 * otherwise a caller could erase them by the value of a sensitive parameter.
 */
export function toRecord(
  decision: Decision,
  { action, caller, target }: RequestState,
  secrets: readonly string[],
): JsonObject {
  const sensitive = new Set(action?.parameters.filter((each) => each.sensitive).map(({ name }) => name));
  const params = Object.entries(decision.params).map(([name, value]) => {
    return sensitive.has(name) ? { [name]: value } : redactSecrets({ [name]: value }, secrets);
  });
  const unknown: Record<string, string> = {};
  if (action === undefined) unknown.action = decision.action;
  if (target === undefined && decision.target !== null) unknown.target = decision.target;
  const named = redactSecrets({ ticket_id: decision.ticket_id ?? null, caller: caller?.agent_id ?? null });
  return plain({
    ...decision,
    ...named,
    ...redactSecrets({ ...unknown, reason: decision.reason }, secrets),
    params: Object.assign({}, ...params) as JsonObject,
    ticket_id: decision.ticket_id === undefined ? undefined : named.ticket_id,
  }) as JsonObject;
}

/** The values of sensitive parameters, also of a refused request. */
export function findSecrets({ action, params, request }: RequestState): readonly string[] {
  const sensitive = action?.parameters.filter((parameter) => parameter.sensitive) ?? [];
  if (sensitive.length === 0) return [];
  const values = params ?? readParams(request.params);
  return sensitive.flatMap(({ name }) => listTexts(Object.hasOwn(values, name) ? values[name] : undefined));
}

function listTexts(value: JsonValue | undefined): readonly string[] {
  if (typeof value === 'string') return [value];
  if (typeof value === 'number') return [String(value)];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(listTexts) : [];
}
