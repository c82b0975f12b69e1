import { randomUUID } from 'node:crypto';
import { AgentSafeError, type JsonObject } from '@agent-safe/core';
import { type SigningKey, signToken } from '@agent-safe/tokens';
import { readRequest } from './request.ts';

/** What tokens are issued with. */
export interface IdentityIssuer {
  readonly key: SigningKey;
  /** What `iss` and `aud` say: who issues identities is who reads them. */
  readonly issuer: string;
  /** Milliseconds since 1970, UTC. */
  readonly clock: () => number;
  /** For tests; a random UUID where it is left out. */
  readonly newId?: () => string;
}

/** Who an agent is to be. */
export interface IdentityRequest {
  readonly agent_id: string;
  /** For people. */
  readonly agent_name?: string | undefined;
  readonly roles?: readonly string[] | undefined;
  readonly groups?: readonly string[] | undefined;
  /** An hour where it is left out. */
  readonly ttl_seconds?: number | undefined;
}

/** A token, and what it can be revoked by. */
export interface IssuedToken {
  readonly token: string;
  readonly jti: string;
  /** RFC 3339, UTC. */
  readonly expires_at: string;
}

const DEFAULT_TTL = 3_600;

/**
 * Issues an identity token: a proof of who an agent is, and of its roles and groups.
 *
 * @throws AgentSafeError ERR_IDENTITY_INVALID where the request is none
 */
export async function createIdentityToken(given: IdentityRequest, issuer: IdentityIssuer): Promise<IssuedToken> {
  const read = readRequest(given, REQUEST_KEYS);
  if (!read.ok) throw new AgentSafeError('ERR_IDENTITY_INVALID', `No token was issued. ${read.reason}`);
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
 * Signs claims with those that every token has. The time of issue has its milliseconds, so that what is revoked up to a
 * time is told from what was issued right after it.
 *
 * @param times `now` in milliseconds, when it was begun to look at what the token is made from; `exp` in seconds
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
      'No token was issued: it would be longer than any that is accepted.',
    );
  }
  return { token, jti, expires_at: new Date(exp * 1_000).toISOString() };
}

/** What verifiers read at most. */
const LONGEST_TOKEN = 65_536;
