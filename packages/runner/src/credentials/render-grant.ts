import {
  type Action,
  type ActionParameter,
  isJsonArray,
  type JsonObject,
  type JsonValue,
  quote,
  type TargetScope,
} from '@agent-safe/core';

/** What an execution may be given: a request for credentials that has no lease yet. */
export interface CredentialGrant {
  readonly type: string;
  readonly fields: JsonObject;
  readonly scope: TargetScope | null;
  /** Seconds. */
  readonly ttl: number;
}

/** A grant, or why there is none. */
export type GrantResult =
  | { readonly granted: true; readonly grant: CredentialGrant | null }
  | { readonly granted: false; readonly reason: string };

interface Source {
  readonly action: Action;
  /** Validated, in clear. */
  readonly params: JsonObject;
  readonly scope: TargetScope | null;
  /** Seconds that the run may take: no lease lives longer. */
  readonly timeout: number;
}

/**
 * Fills in the templates of the credentials that an action declares. What would grant more than the definition says is refused:
 * wildcards, templates that are malformed or left over, values that end a part of what they are put into and begin another.
 *
 * @returns a grant of null where the action declares no credentials
 */
export function resolveCredentials(source: Source): GrantResult {
  const { credentials } = source.action;
  if (credentials === null) return { granted: true, grant: null };
  try {
    const fields = fillObject(credentials.fields, source);
    const ttl = Math.max(1, Math.min(credentials.ttl, Math.ceil(source.timeout)));
    return { granted: true, grant: { type: credentials.type, fields, scope: source.scope, ttl } };
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return { granted: false, reason: `The credentials of ${quote(source.action.name)} are refused: ${error.message}` };
  }
}

class Refused extends Error {}

function fillObject(fields: JsonObject, source: Source): JsonObject {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => {
      refuseWildcards(name, name);
      if (/[{}]/.test(name)) throw new Refused(`${quote(name)} has a template for a name.`);
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
  if (/[{}]/.test(rest)) throw new Refused(`${quote(name)} has a malformed template.`);
  return text.replace(TEMPLATE, (template, reference: string, start: number) => {
    const value = find(reference, source);
    refuseValue(value, reference, source);
    const end = start + template.length;
    const place = { before: text.slice(0, start), after: text.slice(end) };
    refuseSeparators(value, reference, place);
    return value;
  });
}

/** `?` and `$` are wildcards and variables in the resources of AWS. Kubernetes has `*` alone. */
function refuseWildcards(text: string, name: string): void {
  if (/[*?$]/.test(text)) throw new Refused(`${quote(name)} has a wildcard.`);
}

function find(reference: string, { action, params, scope }: Source): string {
  const [, name] = /^params\.(.+)$/.exec(reference) ?? [];
  const parameter = action.parameters.find((each) => each.name === name);
  if (parameter !== undefined) return readParameter(parameter, params);
  const [, key] = /^target\.scope\.(cluster|account|region)$/.exec(reference) ?? [];
  const place = key === undefined ? undefined : scope?.[key as keyof TargetScope];
  if (place !== undefined) return place;
  const why = key === undefined ? 'the action has no such thing' : 'the ticket names no such place';
  throw new Refused(`the template ${quote(reference)} cannot be filled in, because ${why}.`);
}

function readParameter({ name, sensitive }: ActionParameter, params: JsonObject): string {
  // What is granted is recorded.
  if (sensitive) throw new Refused(`the parameter ${quote(name)} is sensitive.`);
  const value = Object.hasOwn(params, name) ? params[name] : undefined;
  if (value === undefined) throw new Refused(`the parameter ${quote(name)} was not given.`);
  if (typeof value === 'object') throw new Refused(`the parameter ${quote(name)} is no single value.`);
  return String(value);
}

/** Names as Kubernetes has them. What is none names nothing there, or everything: an empty one. */
const KUBERNETES_NAME = /^[A-Za-z0-9](?:[\w.:-]*[A-Za-z0-9])?$/;

function refuseValue(value: string, reference: string, { action }: Source): void {
  const refuse = (why: string) => new Refused(`the value of ${quote(reference)} ${why}.`);
  if (value === '') throw refuse('is empty, which often means everything');
  if (/[*?$]/.test(value)) throw refuse('has a wildcard');
  if (/[{}]/.test(value)) throw refuse('has a brace, as a template has');
  if (/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(value) || value.trim() !== value || !value.isWellFormed()) {
    throw refuse('has a character that cannot be seen');
  }
  if (action.credentials?.type === 'kubernetes' && !KUBERNETES_NAME.test(value)) {
    throw refuse('is no name of anything in Kubernetes');
  }
}

/**
 * A value that is only a part of a name must not end that part. At the end of a name of AWS, where it is the name of the thing
 * itself, it may hold what it likes: what is asked for there is what is touched, and nothing else.
 */
function refuseSeparators(
  value: string,
  reference: string,
  { after, before }: { readonly before: string; readonly after: string },
): void {
  if (before === '' && after === '') return;
  const isLast = after === '' && before.split(':').length > ARN_PARTS;
  if (isLast || !/[:/,;\s"'\\]/.test(value)) return;
  throw new Refused(`the value of ${quote(reference)} has a separator, and would mean something else there.`);
}

/** `arn:partition:service:region:account:` come before the resource. */
const ARN_PARTS = 5;
