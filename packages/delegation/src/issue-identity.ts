import { randomUUID } from 'node:crypto';
import { AgentSafeError, type JsonObject } from '@agent-safe/core';
import { type SigningKey, signToken } from '@agent-safe/tokens';
import { readRequest } from './request.ts';

/** Key and name of the issuer of identity tokens. */
export interface IdentityIssuer {
  readonly key: SigningKey;
  /** Value of `iss` and `aud`: the program that issues identities also verifies them. */
  readonly issuer: string;
  /** Returns the time in milliseconds since 1970, UTC. */
  readonly clock: () => number;
  /** For tests. Default: a random UUID. */
  readonly newId?: () => string;
}

/** Content of an identity token. */
export interface IdentityRequest {
  readonly agent_id: string;
  /** Display name. */
  readonly agent_name?: string | undefined;
  readonly roles?: readonly string[] | undefined;
  readonly groups?: readonly string[] | undefined;
  /** Lifetime of the token, in seconds. Default: 3,600. */
  readonly ttl_seconds?: number | undefined;
}

/** An issued token. */
export interface IssuedToken {
  readonly token: string;
  /** Id of the token, by which it can be revoked. */
  readonly jti: string;
  /** Expiry, RFC 3339, UTC. */
  readonly expires_at: string;
}

const DEFAULT_TTL = 3_600;

/**
 * Issues an identity token, which proves the id, the roles and the groups of an agent.
 *
 * @throws AgentSafeError ERR_IDENTITY_INVALID if the request is not valid
 */
export async function createIdentityToken(given: IdentityRequest, issuer: IdentityIssuer): Promise<IssuedToken> {
  const read = readRequest(given, REQUEST_KEYS);
  if (!read.ok) throw new AgentSafeError('ERR_IDENTITY_INVALID', `${read.reason} No token was issued.`);
  const { request } = read;
  const { agent_id, agent_name = '', ttl_seconds = DEFAULT_TTL } = request;
  const claims = {
    sub: agent_id,
    agent_id,
    agent_name,
    roles: unique(request.roles),
    groups: unique(request.groups),
  };
  const now = issuer.clock();
  return issue('identity', claims, { now, exp: Math.floor(now / 1_000) + ttl_seconds }, issuer);
}

const REQUEST_KEYS = ['agent_id', 'agent_name', 'roles', 'groups', 'ttl_seconds'] as const;

export function unique(values: readonly string[] = []): readonly string[] {
  return [...new Set(values)];
}

/**
 * Adds the common claims and signs the token. The time of issue includes milliseconds, so that a token that is issued right after a
 * revocation is not covered by it.
 *
 * @param times `now`: start of the checks, in milliseconds since 1970; `exp`: expiry, in seconds since 1970
 * @throws AgentSafeError ERR_IDENTITY_INVALID if the token would be too long
 */
export function issue(
  kind: 'identity' | 'delegation',
  claims: JsonObject,
  { exp, now }: { readonly exp: number; readonly now: number },
  { issuer, key, newId = randomUUID }: IdentityIssuer,
): IssuedToken {
  const jti = newId();
  const token = signToken(kind, { iss: issuer, aud: issuer, iat: now / 1_000, exp, jti, ...claims }, key);
  if (token.length > LONGEST_TOKEN) {
    throw new AgentSafeError(
      'ERR_IDENTITY_INVALID',
      `No token was issued: it would have more than ${LONGEST_TOKEN} characters. Use fewer roles, groups or delegations.`,
    );
  }
  return { token, jti, expires_at: new Date(exp * 1_000).toISOString() };
}

/** Maximum length of a token in characters, as in `@agent-safe/tokens`. */
const LONGEST_TOKEN = 65_536;
