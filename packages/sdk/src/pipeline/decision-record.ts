import { redactSecrets, scrubText } from '@agent-safe/audit/append';
import type { Action, Caller, Decision, DecisionFields, JsonObject, JsonValue, Target } from '@agent-safe/core';
import { readParams } from './redact-params.ts';

/** What a decision was about, as far as it is known. */
interface Judged {
  readonly action: Action | undefined;
  readonly caller: Caller | undefined;
  readonly target: Target | undefined;
  /** With defaults applied; undefined where they are not valid. */
  readonly params: JsonObject | undefined;
  /** The parameters as the request has them. */
  readonly given: unknown;
}

/**
 * What the log holds of a decision: all of it, free of secrets. What the system itself says stays as it is, and so do the
 * names that it knows: otherwise whoever asks would choose what is erased, by the value of a sensitive parameter.
 */
export function toRecord(
  decision: Decision,
  { action, caller, target }: Judged,
  secrets: readonly string[],
): DecisionFields {
  const sensitive = new Set(action?.parameters.filter((each) => each.sensitive).map(({ name }) => name));
  const params = Object.entries(decision.params).map(([name, value]) => {
    return sensitive.has(name) ? { [name]: value } : redactSecrets({ [name]: value }, secrets);
  });
  const { request_secret: _, ticket: __, ...fields } = decision;
  const clean = (text: string) => scrubText(text, secrets);
  return {
    ...fields,
    reason: clean(fields.reason),
    action: action === undefined ? clean(fields.action) : fields.action,
    target: target === undefined && fields.target !== null ? clean(fields.target) : fields.target,
    caller: caller === undefined ? null : scrubText(caller.agent_id),
    params: Object.assign({}, ...params) as JsonObject,
    ...(fields.ticket_id === undefined ? {} : { ticket_id: scrubText(fields.ticket_id) }),
  };
}

/** The values of sensitive parameters, whatever the request turned out to be. */
export function findSecrets({ action, params, given }: Judged): readonly string[] {
  const sensitive = action?.parameters.filter((parameter) => parameter.sensitive) ?? [];
  if (sensitive.length === 0) return [];
  const values = params ?? readParams(given);
  return sensitive.flatMap(({ name }) => listTexts(Object.hasOwn(values, name) ? values[name] : undefined));
}

function listTexts(value: JsonValue | undefined): readonly string[] {
  if (typeof value === 'string') return [value];
  if (typeof value === 'number') return [String(value)];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(listTexts) : [];
}
