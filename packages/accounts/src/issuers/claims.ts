import {
  identifyByName,
  isJsonArray,
  type JsonObject,
  type JsonValue,
  type Refused,
  type TrustedIssuer,
} from '@agent-safe/core';
import { refuse } from '../shared/refuse.ts';

const [MOST_NAMES, LONGEST_NAME] = [256, 256];
const SERVICE_ACCOUNT =
  /^system:serviceaccount:([a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?):([a-z0-9](?:[-.a-z0-9]{0,251}[a-z0-9])?)$/;

interface Identity {
  readonly ok: true;
  readonly agent_id: string;
  readonly roles: readonly string[];
  readonly groups: readonly string[];
}

/** Maps verified claims to an agent id, roles and groups. A claim that cannot be read refuses the token: a missing role could lift a denial. */
export function mapClaims(claims: JsonObject, issuer: TrustedIssuer): Identity | Refused<'caller_invalid'> {
  const account = issuer.kind === 'kubernetes' ? readServiceAccount(claims) : undefined;
  if (issuer.kind === 'kubernetes' && account === undefined) {
    return refuse('caller_invalid', 'The token is not of a service account. Use the token of a service account.');
  }
  const all: JsonObject = { ...claims, ...account };
  const template = issuer.agent_id ?? (account === undefined ? '{sub}' : '{namespace}/{name}');
  const id = fill(template, all);
  const prefix = issuer.shares_agent_ids === true ? '' : (issuer.prefix ?? `${issuer.name}:`);
  if (id === undefined || !identifyByName(`${prefix}${id}`, false).ok) {
    return refuse('caller_invalid', 'The claims of the token make no agent id. Check "agent_id" of the issuer.');
  }
  const roles = issuer.roles === undefined ? [] : readNames(claims, issuer.roles);
  const own = account === undefined ? [] : ['system:serviceaccounts', `system:serviceaccounts:${account.namespace}`];
  const groups = issuer.groups === undefined ? own : readNames(claims, issuer.groups);
  if (roles === undefined || groups === undefined) {
    return refuse('caller_invalid', 'The roles or groups of the token are malformed or incomplete. Check its claims.');
  }
  return { ok: true, agent_id: `${prefix}${id}`, roles, groups };
}

function readServiceAccount({ 'kubernetes.io': bound, sub }: JsonObject) {
  const [, namespace, name] = SERVICE_ACCOUNT.exec(typeof sub === 'string' ? sub : '') ?? [];
  if (namespace === undefined || name === undefined) return undefined;
  if (bound === undefined) return { namespace, name };
  const account = find({ bound }, 'bound.serviceaccount.name');
  const isSame = find({ bound }, 'bound.namespace') === namespace && account === name;
  return isSame ? { namespace, name } : undefined;
}

/** Fills a template. Two sets of claims never make the same id: no value may hold the text that separates it from the next. */
function fill(template: string, claims: JsonObject): string | undefined {
  const parts = template.split(/\{([^{}]+)\}/);
  let id = parts[0] ?? '';
  for (let at = 1; at < parts.length; at += 2) {
    const value = find(claims, parts[at] ?? '');
    const after = parts[at + 1] ?? '';
    const isLast = at + 2 >= parts.length;
    if (typeof value !== 'string' || value === '' || value !== value.trim()) return undefined;
    if (!isLast && (after === '' || value.includes(after))) return undefined;
    id += value + after;
  }
  return id;
}

/** Reads a list of names, or one text with names separated by spaces. A missing claim has none. @returns undefined if it is malformed */
function readNames(claims: JsonObject, path: string): readonly string[] | undefined {
  // A provider with too many groups leaves them out, and says so here.
  const elsewhere = claims._claim_names;
  if (elsewhere !== undefined) return undefined;
  const value = find(claims, path);
  if (value === undefined) return [];
  const names = typeof value === 'string' ? value.split(' ').filter((each) => each !== '') : value;
  if (typeof names !== 'object' || names === null || !isJsonArray(names) || names.length > MOST_NAMES) return undefined;
  const texts = names.filter(
    (each): each is string => typeof each === 'string' && each !== '' && each.length <= LONGEST_NAME,
  );
  return texts.length === names.length ? [...new Set(texts)] : undefined;
}

/** Finds a claim by its name, which may hold dots, or else by its path. */
function find(claims: JsonObject, path: string): JsonValue | undefined {
  if (Object.hasOwn(claims, path)) return claims[path];
  let value: JsonValue | undefined = claims;
  for (const name of path.split('.')) {
    if (typeof value !== 'object' || value === null || isJsonArray(value) || !Object.hasOwn(value, name))
      return undefined;
    value = value[name];
  }
  return value;
}
