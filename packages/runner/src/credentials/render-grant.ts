import {
  type Action,
  type ActionParameter,
  type CredentialRules,
  isJsonArray,
  type JsonObject,
  type JsonValue,
  quote,
  type Refused,
  type TargetScope,
} from '@agent-safe/core';
import type { CredentialGrant } from '../run/stage-results.ts';

/** Grant of the credentials; null if the action declares none. */
export type GrantResult =
  | { readonly ok: true; readonly grant: CredentialGrant | null }
  | Refused<'credentials_refused'>;

interface Source {
  readonly action: Action;
  /** Validated parameters, with sensitive values in plain text. */
  readonly params: JsonObject;
  readonly scope: TargetScope | null;
  /** Time limit of the run, in seconds. A lease does not live longer. */
  readonly timeout: number;
  /** Rules of the executor that uses the credentials. If undefined, values are checked by the strictest rules. */
  readonly rules?: CredentialRules | undefined;
}

/**
 * Fills in the templates of the credentials that an action declares. It refuses values that would grant more than the definition
 * says: wildcards, malformed or unresolved templates, and values whose separators would split a field into other parts.
 *
 * @returns a grant of null if the action declares no credentials
 */
export function renderGrant(source: Source): GrantResult {
  const { credentials } = source.action;
  if (credentials === null) return { ok: true, grant: null };
  try {
    const fields = fillObject(credentials.fields, source);
    const ttl = Math.max(1, Math.min(credentials.ttl, Math.ceil(source.timeout)));
    return { ok: true, grant: { type: credentials.type, fields, scope: source.scope, ttl } };
  } catch (error) {
    if (!(error instanceof TemplateRefused)) throw error;
    const reason = `The credentials of ${quote(source.action.name)} are refused: ${error.message}`;
    return { ok: false, code: 'credentials_refused', reason };
  }
}

class TemplateRefused extends Error {}

function fillObject(fields: JsonObject, source: Source): JsonObject {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => {
      refuseWildcards(name, name);
      if (/[{}]/.test(name)) throw new TemplateRefused(`the field name ${quote(name)} contains a template.`);
      return [name, fill(value, name, source)];
    }),
  );
}

function fill(value: JsonValue, name: string, source: Source): JsonValue {
  if (typeof value === 'string') return fillText(value, name, source);
  if (typeof value !== 'object' || value === null) return value;
  return isJsonArray(value) ? value.map((member) => fill(member, name, source)) : fillObject(value, source);
}

const TEMPLATE = /\{\{\s*([\w.-]+)\s*\}\}/g;

function fillText(text: string, name: string, source: Source): string {
  const rest = text.replace(TEMPLATE, '');
  refuseWildcards(rest, name);
  if (/[{}]/.test(rest)) throw new TemplateRefused(`the field ${quote(name)} contains a malformed template.`);
  return text.replace(TEMPLATE, (template, reference: string, start: number) => {
    const value = find(reference, source);
    refuseValue(value, reference, source);
    const end = start + template.length;
    const place = { before: text.slice(0, start), after: text.slice(end) };
    refuseSeparators(value, reference, place, source.rules);
    return value;
  });
}

/** Systems differ in their wildcards and variables, so the characters of all of them are refused. */
function refuseWildcards(text: string, name: string): void {
  if (/[*?$]/.test(text)) throw new TemplateRefused(`the field ${quote(name)} contains a wildcard.`);
}

function find(reference: string, { action, params, scope }: Source): string {
  const [, name] = /^params\.(.+)$/.exec(reference) ?? [];
  const parameter = action.parameters.find((each) => each.name === name);
  if (parameter !== undefined) return readParameter(parameter, params);
  const [, key] = /^target\.scope\.([a-z_]+)$/.exec(reference) ?? [];
  const place =
    key !== undefined && scope !== null && Object.hasOwn(scope, key) ? scope[key as keyof TargetScope] : undefined;
  if (place !== undefined) return place;
  const why = key === undefined ? 'the action has no such parameter' : 'the scope of the ticket has no such field';
  throw new TemplateRefused(`the template ${quote(reference)} cannot be filled in, because ${why}.`);
}

function readParameter({ name, sensitive }: ActionParameter, params: JsonObject): string {
  // The log holds the fields of the grant in plain text.
  if (sensitive) throw new TemplateRefused(`the parameter ${quote(name)} is sensitive.`);
  const value = Object.hasOwn(params, name) ? params[name] : undefined;
  if (value === undefined) throw new TemplateRefused(`the parameter ${quote(name)} was not given.`);
  if (typeof value === 'object') throw new TemplateRefused(`the parameter ${quote(name)} is not a single value.`);
  return String(value);
}

function refuseValue(value: string, reference: string, { rules }: Source): void {
  const refuse = (why: string) => new TemplateRefused(`the value of ${quote(reference)} ${why}.`);
  if (value === '') throw refuse('is empty, and many systems read an empty value as "all"');
  if (/[*?$]/.test(value)) throw refuse('contains a wildcard');
  if (/[{}]/.test(value)) throw refuse('contains a brace, which is reserved for templates');
  if (/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(value) || value.trim() !== value || !value.isWellFormed()) {
    throw refuse('contains an invisible character');
  }
  const checked = rules?.checkValue(value);
  if (rules !== undefined && checked?.ok !== true) {
    throw refuse(checked === undefined ? 'was not checked by the executor' : `is refused: ${checked.reason}`);
  }
}

/** Refuses separators in a value that is only a part of a text, unless the executor's rules allow them at that place. */
function refuseSeparators(
  value: string,
  reference: string,
  { after, before }: { readonly before: string; readonly after: string },
  rules: CredentialRules | undefined,
): void {
  if (before === '' && after === '') return;
  if (!/[:/,;\s"'\\]/.test(value) || rules?.allowsSeparators?.(before, after) === true) return;
  throw new TemplateRefused(
    `the value of ${quote(reference)} contains a separator, which would change the meaning of the field.`,
  );
}
