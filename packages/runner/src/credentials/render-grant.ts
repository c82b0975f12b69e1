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

/** A grant; null where the action declares no credentials. */
export type GrantResult =
  | { readonly ok: true; readonly grant: CredentialGrant | null }
  | Refused<'credentials_refused'>;

interface Source {
  readonly action: Action;
  /** Validated, in clear. */
  readonly params: JsonObject;
  readonly scope: TargetScope | null;
  /** Seconds that the run may take: no lease lives longer. */
  readonly timeout: number;
  /** Of the executor that uses the credentials. Undefined: none are known, and values take the strictest reading. */
  readonly rules?: CredentialRules | undefined;
}

/**
 * Fills in the templates of the credentials that an action declares. What would grant more than the definition says is refused:
 * wildcards, templates that are malformed or left over, values that end a part of what they are put into and begin another.
 *
 * @returns a grant of null where the action declares no credentials
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
      if (/[{}]/.test(name)) throw new TemplateRefused(`${quote(name)} has a template for a name.`);
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
  if (/[{}]/.test(rest)) throw new TemplateRefused(`${quote(name)} has a malformed template.`);
  return text.replace(TEMPLATE, (template, reference: string, start: number) => {
    const value = find(reference, source);
    refuseValue(value, reference, source);
    const end = start + template.length;
    const place = { before: text.slice(0, start), after: text.slice(end) };
    refuseSeparators(value, reference, place, source.rules);
    return value;
  });
}

/** Systems differ in what they read as wildcards and variables. None of these is taken anywhere. */
function refuseWildcards(text: string, name: string): void {
  if (/[*?$]/.test(text)) throw new TemplateRefused(`${quote(name)} has a wildcard.`);
}

function find(reference: string, { action, params, scope }: Source): string {
  const [, name] = /^params\.(.+)$/.exec(reference) ?? [];
  const parameter = action.parameters.find((each) => each.name === name);
  if (parameter !== undefined) return readParameter(parameter, params);
  const [, key] = /^target\.scope\.([a-z_]+)$/.exec(reference) ?? [];
  const place =
    key !== undefined && scope !== null && Object.hasOwn(scope, key) ? scope[key as keyof TargetScope] : undefined;
  if (place !== undefined) return place;
  const why = key === undefined ? 'the action has no such thing' : 'the ticket names no such place';
  throw new TemplateRefused(`the template ${quote(reference)} cannot be filled in, because ${why}.`);
}

function readParameter({ name, sensitive }: ActionParameter, params: JsonObject): string {
  // What is granted is recorded.
  if (sensitive) throw new TemplateRefused(`the parameter ${quote(name)} is sensitive.`);
  const value = Object.hasOwn(params, name) ? params[name] : undefined;
  if (value === undefined) throw new TemplateRefused(`the parameter ${quote(name)} was not given.`);
  if (typeof value === 'object') throw new TemplateRefused(`the parameter ${quote(name)} is no single value.`);
  return String(value);
}

function refuseValue(value: string, reference: string, { rules }: Source): void {
  const refuse = (why: string) => new TemplateRefused(`the value of ${quote(reference)} ${why}.`);
  if (value === '') throw refuse('is empty, which often means everything');
  if (/[*?$]/.test(value)) throw refuse('has a wildcard');
  if (/[{}]/.test(value)) throw refuse('has a brace, as a template has');
  if (/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(value) || value.trim() !== value || !value.isWellFormed()) {
    throw refuse('has a character that cannot be seen');
  }
  const checked = rules?.checkValue(value);
  if (rules !== undefined && checked?.ok !== true) {
    throw refuse(checked === undefined ? 'was not checked' : `is refused: ${checked.reason}`);
  }
}

/** A value that is only a part of a text must not end that part, unless the executor says that it cannot mean anything else there. */
function refuseSeparators(
  value: string,
  reference: string,
  { after, before }: { readonly before: string; readonly after: string },
  rules: CredentialRules | undefined,
): void {
  if (before === '' && after === '') return;
  if (!/[:/,;\s"'\\]/.test(value) || rules?.allowsSeparators?.(before, after) === true) return;
  throw new TemplateRefused(`the value of ${quote(reference)} has a separator, and would mean something else there.`);
}
