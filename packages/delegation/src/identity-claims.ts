import { identifyByName, isJsonArray, type JsonObject, type JsonValue, type Refused } from '@agent-safe/core';
import type { TokenContent } from '@agent-safe/tokens/verify';
import type { AgentIdentity, DelegationLink, Holding } from './agent-identity.ts';
import { checkNarrowing } from './narrowing.ts';

// Claims of tokens. A token with any other claim is refused, because an unknown claim may be a restriction.
const STANDARD = ['iss', 'aud', 'sub', 'act', 'iat', 'exp', 'jti'];
const ROOT = ['agent_id', 'agent_name', 'roles', 'groups'];
/** Limits that a delegation may add. A root token must not have them, because limits of a root are not enforced. */
const HOP = ['actions', 'targets', 'target_globs', 'max_depth'];
const CHAIN = ['delegation_chain', 'delegated_roles', 'delegation_depth'];
const LINK = [...ROOT, 'delegated_at', 'jti', 'exp'];

type IdentityReading = { readonly ok: true; readonly identity: AgentIdentity } | Refused<'caller_invalid'>;

/**
 * Reads the identity from a verified token. Refuses a token with a missing, malformed or unknown claim, and a delegation that holds more
 * than its parent.
 */
export function readIdentity({ claims, expiresAt, isLegacy, issuedAt, jti, kind }: TokenContent): IdentityReading {
  const isRoot = kind === 'identity' && !isLegacy;
  const known = [...STANDARD, ...ROOT, ...(isRoot ? [] : CHAIN), ...(isRoot || isLegacy ? [] : HOP)];
  const unknown = Object.keys(claims).find((claim) => !known.includes(claim));
  if (unknown !== undefined)
    return refuse('The token has an unknown claim. If a newer Agent-Safe issued the token, update this one.');
  const own = readHolding(claims);
  const chain = readChain(claims.delegation_chain);
  if (own === undefined || chain === undefined)
    return refuse('The token has missing or malformed claims about its agent.');
  const isDelegated = chain.length > 0;
  if (isDelegated !== (kind === 'delegation'))
    return refuse('The token has a delegation chain that does not fit its type.');
  if (isDelegated && claims.delegation_depth !== chain.length)
    return refuse('The token has a delegation depth that differs from the length of its chain.');
  if (!isLegacy && !isConsistent(claims, own, chain)) {
    return refuse('The token has a subject, actors or roles that differ from its delegation chain.');
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
  return narrowed.ok ? { ok: true, identity } : refuse(`${narrowed.reason} A delegation must not add rights.`);
}

function refuse(reason: string): Refused<'caller_invalid'> {
  return { ok: false, code: 'caller_invalid', reason };
}

/** Returns whether the standard claims agree with those of Agent-Safe. */
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
 * Returns the claim `act` of RFC 8693: the outermost object is the current actor, and each inner object is the actor before. The subject
 * of the token is the root of the chain.
 *
 * @param actors all agents except the root; the last one is the current actor
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
  const { agent_id, agent_name = '', max_depth, target_globs } = claims;
  const roles = readTexts(claims.roles ?? []);
  const groups = readTexts(claims.groups ?? []);
  const actions = claims.actions === undefined ? undefined : readTexts(claims.actions);
  const targets = claims.targets === undefined ? undefined : readTexts(claims.targets);
  if (!isAgentId(agent_id) || typeof agent_name !== 'string' || roles === undefined || groups === undefined) {
    return undefined;
  }
  if (claims.actions !== undefined && actions === undefined) return undefined;
  if (claims.targets !== undefined && targets === undefined) return undefined;
  // Only the mark of globs of parts exists. Without it, a token is older.
  if (target_globs !== undefined && (target_globs !== 'parts' || targets === undefined)) return undefined;
  if (max_depth !== undefined && !isDepth(max_depth)) return undefined;
  return {
    agent_id,
    agent_name,
    roles,
    groups,
    ...(actions === undefined ? {} : { actions }),
    ...(targets === undefined ? {} : { targets }),
    ...(target_globs === undefined ? {} : { target_globs }),
    ...(max_depth === undefined ? {} : { max_depth }),
  };
}

/** Returns whether a value is a valid agent id. Bare names follow the same rules. */
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
