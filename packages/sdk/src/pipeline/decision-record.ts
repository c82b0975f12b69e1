import { redactSecrets, redactText } from '@agent-safe/audit/append';
import type { Decision, DecisionFields, JsonObject, JsonValue } from '@agent-safe/core';
import { readParams } from './redact-params.ts';
import type { RequestState } from './request/request-state.ts';

/**
 * Builds the fields of the audit event of a decision, without secrets. Text of the system and known names are not
 * redacted: otherwise a caller could erase them with a sensitive parameter of the same value.
 */
export function toRecord(
  decision: Decision,
  { action, caller, target }: RequestState,
  secrets: readonly string[],
): DecisionFields {
  const sensitive = new Set(action?.parameters.filter((each) => each.sensitive).map(({ name }) => name));
  const params = Object.entries(decision.params).map(([name, value]) => {
    return sensitive.has(name) ? { [name]: value } : redactSecrets({ [name]: value }, secrets);
  });
  const { request_secret: _, ticket: __, ...fields } = decision;
  const redact = (text: string) => redactText(text, secrets);
  return {
    ...fields,
    reason: redact(fields.reason),
    action: action === undefined ? redact(fields.action) : fields.action,
    target: target === undefined && fields.target !== null ? redact(fields.target) : fields.target,
    caller: caller === undefined ? null : redactText(caller.agent_id),
    params: Object.assign({}, ...params) as JsonObject,
    ...(fields.ticket_id === undefined ? {} : { ticket_id: redactText(fields.ticket_id) }),
  };
}

/** Lists the values of sensitive parameters, also of a refused request. */
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
