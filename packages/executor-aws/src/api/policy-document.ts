import { type JsonObject, type JsonValue, parseJson } from '@agent-safe/core';
import { matches } from './iam-pattern.ts';

/** A policy of IAM or of a bucket, as far as this package reads it. */
export type ParsedPolicy =
  | { readonly ok: true; readonly document: JsonObject; readonly statements: readonly JsonObject[] }
  | { readonly ok: false; readonly reason: string };

const VERSIONS = ['2008-10-17', '2012-10-17'];
/** Members of a policy and of its statements, see the grammar of the policy language in the IAM User Guide. */
const POLICY_MEMBERS = ['Version', 'Id', 'Statement'];
const STATEMENT_MEMBERS = [
  ...['Sid', 'Effect', 'Principal', 'NotPrincipal', 'Action', 'NotAction', 'Resource', 'NotResource', 'Condition'],
];

/** Reads a policy. It refuses what IAM refuses, and members that it does not know, because they could widen the policy. */
export function parsePolicy(text: string): ParsedPolicy {
  let document: JsonValue;
  try {
    // A duplicate key could have one value for this check and another one for AWS.
    document = parseJson(text, 'it');
  } catch (error) {
    return refuse(`The text is not a policy: ${error instanceof Error ? error.message : 'unknown'}.`);
  }
  if (!isObject(document)) return refuse('It is not a JSON object.');
  const unknown = Object.keys(document).find((each) => !POLICY_MEMBERS.includes(each));
  if (unknown !== undefined) return refuse(`It has the unknown member ${JSON.stringify(unknown)}.`);
  if (document.Version !== undefined && !VERSIONS.some((each) => each === document.Version))
    return refuse(`Its "Version" is not ${VERSIONS.join(' or ')}.`);
  const listed = Array.isArray(document.Statement) ? document.Statement : [document.Statement ?? null];
  if (listed.length === 0) return refuse('It has no statement.');
  const statements: JsonObject[] = [];
  for (const [index, statement] of listed.entries()) {
    if (!isObject(statement)) return refuse(`Statement ${index + 1} is not a JSON object.`);
    const wrong = checkStatement(statement);
    if (wrong !== undefined) return refuse(`Statement ${index + 1}: ${wrong}`);
    statements.push(statement);
  }
  return { ok: true, document, statements };
}

function checkStatement(statement: JsonObject): string | undefined {
  const unknown = Object.keys(statement).find((each) => !STATEMENT_MEMBERS.includes(each));
  if (unknown !== undefined) return `the member ${JSON.stringify(unknown)} is unknown.`;
  if (statement.Effect !== 'Allow' && statement.Effect !== 'Deny') return '"Effect" is neither Allow nor Deny.';
  for (const [one, other] of [
    ['Action', 'NotAction'],
    ['Resource', 'NotResource'],
  ] as const) {
    const given = [one, other].filter((each) => statement[each] !== undefined);
    if (given.length !== 1) return `give either "${one}" or "${other}".`;
    const [name = one] = given;
    if (textsOf(statement[name]).length === 0) return `"${name}" is neither a text nor a list of texts.`;
  }
  return undefined;
}

/** Returns the texts of a member that is one text or a list of texts; empty if it is anything else. */
export function textsOf(value: JsonValue | undefined): readonly string[] {
  const all = Array.isArray(value) ? value : [value];
  return all.every((each) => typeof each === 'string') ? all : [];
}

/** Whether a statement allows everybody: also with conditions, because their effect depends on the request. */
export function isPublic({ Effect, NotPrincipal, Principal }: JsonObject): boolean {
  if (Effect !== 'Allow') return false;
  // All principals except the listed ones.
  if (NotPrincipal !== undefined) return true;
  return includesWildcard(Principal);
}

function includesWildcard(value: JsonValue | undefined): boolean {
  if (typeof value === 'string') return value.includes('*');
  if (Array.isArray(value)) return value.some(includesWildcard);
  return isObject(value) && Object.values(value).some(includesWildcard);
}

/** Actions with which a principal controls a bucket and its objects. */
const CONTROL = ['s3:deleteobject', 's3:getobject', 's3:putbucketpolicy', 's3:putobject'];

/**
 * Whether a statement allows all actions of a service, or of all services. Patterns that together include all of {@link CONTROL} count too, such as
 * `s3:*e*`.
 */
export function allowsAllActions({ Action, Effect, NotAction }: JsonObject): boolean {
  if (Effect !== 'Allow') return false;
  if (NotAction !== undefined) return true;
  const patterns = textsOf(Action).filter((each) => /[*?]/.test(each));
  if (patterns.some((each) => /^(?:[^:]*:)?[*?]*\*[*?]*$/.test(each))) return true;
  return CONTROL.every((action) => patterns.some((each) => matches(each.toLowerCase(), action)));
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function refuse(reason: string): ParsedPolicy {
  return { ok: false, reason };
}
