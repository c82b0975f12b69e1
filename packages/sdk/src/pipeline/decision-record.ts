import { mayHoldSecret, redactSecrets, redactText } from '@agent-safe/audit/append';
import {
  capJson,
  type Decision,
  type DecisionFields,
  isMask,
  type JsonObject,
  type JsonValue,
  listMasked,
  quote,
  redactNames,
  type SecretNames,
} from '@agent-safe/core';
import { readParams } from './redact-params.ts';
import type { RequestState } from './request/request-state.ts';

/** Bytes of the parameters of a denied request that are recorded. */
const LARGEST_DENIED = 8_192;

/**
 * Builds the fields of the audit event of a decision, without secrets. Text of the system and known names are not
 * redacted: otherwise a caller could erase them with a sensitive parameter of the same value.
 */
export function toRecord(
  decision: Decision,
  { action, caller, request, target }: RequestState,
  secrets: readonly string[],
  names: SecretNames,
): DecisionFields {
  if (secrets.length === 0 && isClean(decision, request, names)) {
    const { params } = decision;
    // Before it is recorded, a decision has no ticket and no secret.
    return { ...decision, params: decision.result === 'deny' ? capJson(params, LARGEST_DENIED) : { ...params } };
  }
  const { request_secret: _, ticket: __, ...fields } = decision;
  const declared = new Set(action?.parameters.map(({ name }) => name));
  const params = Object.entries(decision.params).map(([name, value]) => {
    const isShown = declared.has(name) && isMask(value);
    return isShown ? { [name]: value } : redactSecrets({ [name]: value }, secrets, { names, exempt: declared });
  });
  const recorded = Object.assign({}, ...params) as JsonObject;
  const redact = (text: string, known = secrets) => redactText(text, known, { names });
  return {
    ...fields,
    reason: redact(requote(fields.reason, [request.action, request.target, request.caller], redact)),
    action: action === undefined ? redact(fields.action) : fields.action,
    target: target === undefined && fields.target !== null ? redact(fields.target) : fields.target,
    caller: caller === undefined ? null : redact(caller.agent_id, []),
    params: fields.result === 'deny' ? capJson(recorded, LARGEST_DENIED) : recorded,
    ...(fields.ticket_id === undefined ? {} : { ticket_id: redact(fields.ticket_id, []) }),
  };
}

/**
 * Whether no text of a decision can hold a secret by its shape or name. Most decisions are clean, and one search in all their texts
 * is much faster than the redaction of each.
 */
function isClean(
  { action, caller, params, reason, target, ticket_id }: Decision,
  request: RequestState['request'],
  names: SecretNames,
): boolean {
  // A reason may quote a part of the caller that the request gave.
  const quoted = reason.includes('"') ? request.caller : '';
  const texts = [reason, quoted, action, target, caller, ticket_id, JSON.stringify(params)];
  return !mayHoldSecret(texts.join('\n'), names);
}

/** Redacts names that a reason quotes. The quote may have cut a secret in half, so that its shape is lost. */
function requote(reason: string, quoted: readonly (string | undefined)[], redact: (text: string) => string): string {
  return quoted.reduce<string>((text, name) => {
    if (name === undefined || redact(name) === name) return text;
    return text.replaceAll(quote(name), quote(redact(name)));
  }, reason);
}

/** Lists the secret values of the parameters, also of a refused request: those of sensitive parameters and of secret names. */
export function findSecrets(state: RequestState, names: SecretNames): readonly string[] {
  const { action, binding, params, request } = state;
  const values = params ?? readParams(request.params);
  const declared = action?.parameters ?? [];
  const exempt = new Set(declared.filter(({ sensitive }) => !sensitive).map(({ name }) => name));
  const named = redactNames(values, { names, exempt }).secrets.filter(({ length }) => length >= SHORTEST_NAMED);
  const masked =
    binding !== null && params !== undefined
      ? Object.keys(params).filter((name) => binding.params[name] !== params[name])
      : action === undefined
        ? []
        : listMasked(action, values, names);
  return [...masked.flatMap((name) => listTexts(values[name])), ...named];
}

/** Shorter values of undeclared names are often ordinary words. */
const SHORTEST_NAMED = 6;

function listTexts(value: JsonValue | undefined): readonly string[] {
  if (typeof value === 'string') return [value];
  if (typeof value === 'number') return [String(value)];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(listTexts) : [];
}
