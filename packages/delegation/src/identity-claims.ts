import { identifyByName, isJsonArray, type JsonObject, type JsonValue, type Refused } from '@agent-safe/core';
import type { TokenContent } from '@agent-safe/tokens/verify';
import type { AgentIdentity, DelegationLink, Holding } from './agent-identity.ts';
import { checkNarrowing } from './narrowing.ts';

/** The claims of a token, as Agent-Safe writes them. What it does not know may restrict, and is refused. */
const STANDARD = ['iss', 'aud', 'sub', 'act', 'iat', 'exp', 'jti'];
const ROOT = ['agent_id', 'agent_name', 'roles', 'groups'];
/** What a hop may add. A root has none of it: nobody would enforce it. */
const HOP = ['actions', 'targets', 'max_depth'];
const CHAIN = ['delegation_chain', 'delegated_roles', 'delegation_depth'];
const LINK = [...ROOT, 'delegated_at', 'jti', 'exp'];

type IdentityReading = { readonly ok: true; readonly identity: AgentIdentity } | Refused<'caller_invalid'>;

/**
 * Reads who a genuine token is about, strictly: what is missing, of a wrong type, unknown, or wider than what it was made
 * from makes it no identity.
 */
export function readIdentity({ claims, expiresAt, isLegacy, issuedAt, jti, kind }: TokenContent): IdentityReading {
  const isRoot = kind === 'identity' && !isLegacy;
  const known = [...STANDARD, ...ROOT, ...(isRoot ? [] : CHAIN), ...(isRoot || isLegacy ? [] : HOP)];
  const unknown = Object.keys(claims).find((claim) => !known.includes(claim));
  if (unknown !== undefined) return refuse('It has a claim that this version does not know.');
  const own = readHolding(claims);
  const chain = readChain(claims.delegation_chain);
  if (own === undefined || chain === undefined) return refuse('It does not say who the agent is and what it holds.');
  const isDelegated = chain.length > 0;
  if (isDelegated !== (kind === 'delegation')) return refuse('It does not say who delegated.');
  if (isDelegated && claims.delegation_depth !== chain.length)
    return refuse('Its depth is not the length of its chain.');
  if (!isLegacy && !isConsistent(claims, own, chain)) {
    return refuse('Its subject and its actors are not those of its chain.');
  }
  const identity: AgentIdentity = {
    ...own,
    jti,
    exp: expiresAt / 1_000,
    delegation_chain: chain,
    delegation_depth: chain.length,
    issued_at: new Date(issuedAt).toISOString(),
    expires_at: new Date(expiresAt).toISOString(),
  };
  const narrowed = checkNarrowing([...chain, identity]);
  return narrowed.ok ? { ok: true, identity } : refuse(`${narrowed.reason} A delegation only narrows.`);
}

function refuse(reason: string): Refused<'caller_invalid'> {
  return { ok: false, code: 'caller_invalid', reason };
}

/** Whether the standard claims say the same as those of Agent-Safe. */
function isConsistent(
  { act, delegated_roles, sub }: JsonObject,
  own: Pick<Holding, 'agent_id' | 'roles'>,
  chain: readonly DelegationLink[],
): boolean {
  const root = chain[0] ?? own;
  const actors = [...chain.slice(1), ...(chain.length === 0 ? [] : [own])];
  const roles = chain.length === 0 ? undefined : own.roles;
  return (
    sub === root.agent_id &&
    JSON.stringify(act) === JSON.stringify(nestActors(actors)) &&
    JSON.stringify(delegated_roles) === JSON.stringify(roles)
  );
}

/**
 * The claim `act` of RFC 8693: outermost who acts now, within it who acted before. The subject is whom they act for.
 *
 * @param actors all but the root, the last of which acts now
 */
export function nestActors(actors: readonly Pick<Holding, 'agent_id'>[]): JsonObject | undefined {
  let nested: JsonObject | undefined;
  for (const { agent_id } of actors) nested = { sub: agent_id, ...(nested === undefined ? {} : { act: nested }) };
  return nested;
}

function readChain(value: JsonValue | undefined): readonly DelegationLink[] | undefined {
  if (value === undefined) return [];
  if (!isJsonArray(value)) return undefined;
  const links = value.map((link, index) => readLink(link, index === 0 ? LINK : [...LINK, ...HOP]));
  return links.every((link) => link !== undefined) ? links : undefined;
}

function readLink(value: JsonValue, known: readonly string[]): DelegationLink | undefined {
  if (typeof value !== 'object' || value === null || isJsonArray(value)) return undefined;
  const link: JsonObject = value;
  if (!Object.keys(link).every((key) => known.includes(key))) return undefined;
  const holding = readHolding(link);
  const { delegated_at, exp = null, jti = null } = link;
  if (holding === undefined || typeof delegated_at !== 'string' || Number.isNaN(Date.parse(delegated_at))) {
    return undefined;
  }
  if (exp !== null && typeof exp !== 'number') return undefined;
  if (jti !== null && typeof jti !== 'string') return undefined;
  return { ...holding, jti, exp, delegated_at };
}

function readHolding(claims: JsonObject): Omit<Holding, 'jti' | 'exp'> | undefined {
  const { agent_id, agent_name = '', max_depth } = claims;
  const roles = readTexts(claims.roles ?? []);
  const groups = readTexts(claims.groups ?? []);
  const actions = claims.actions === undefined ? undefined : readTexts(claims.actions);
  const targets = claims.targets === undefined ? undefined : readTexts(claims.targets);
  if (!isAgentId(agent_id) || typeof agent_name !== 'string' || roles === undefined || groups === undefined) {
    return undefined;
  }
  if (claims.actions !== undefined && actions === undefined) return undefined;
  if (claims.targets !== undefined && targets === undefined) return undefined;
  if (max_depth !== undefined && !isDepth(max_depth)) return undefined;
  return {
    agent_id,
    agent_name,
    roles,
    groups,
    ...(actions === undefined ? {} : { actions }),
    ...(targets === undefined ? {} : { targets }),
    ...(max_depth === undefined ? {} : { max_depth }),
  };
}

/** The same as may be given as a bare name. */
export function isAgentId(value: JsonValue | undefined): value is string {
  return typeof value === 'string' && identifyByName(value, false).ok;
}

function isDepth(value: JsonValue): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

function readTexts(value: JsonValue): readonly string[] | undefined {
  if (!isJsonArray(value)) return undefined;
  return value.every((each) => typeof each === 'string') ? value : undefined;
}
