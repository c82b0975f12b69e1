import {
  type AccountServices,
  AgentSafeError,
  describeCause,
  type IssuerAlgorithm,
  isJsonArray,
  type JsonObject,
  quote,
  type TrustedIssuer,
} from '@agent-safe/core';
import { isTokenId } from '@agent-safe/tokens';
import { compactVerify, errors } from 'jose';
import { refuse } from '../shared/refuse.ts';
import { mapClaims } from './claims.ts';
import { type Fetch, IssuerKeys } from './issuer-keys.ts';
import type { IssuedCallerResult } from './issuer-types.ts';
import { readJwt, type UnverifiedJwt } from './read-jwt.ts';

const DEFAULT_ALGORITHMS: readonly IssuerAlgorithm[] = ['RS256', 'ES256', 'EdDSA'];
/** Seconds by which the clock of the issuer may be ahead. */
const AHEAD = 30;
/** The end of the year 9999, in seconds. */
const LAST = 253_402_300_799;
const [MOST_AUDIENCES, LONGEST_ID] = [16, 128];

interface IssuersOptions extends Pick<AccountServices, 'clock' | 'revocations'> {
  readonly issuers: readonly TrustedIssuer[];
  /** Reads the documents of issuers. For tests. */
  readonly fetch?: Fetch | undefined;
}

/** Verifies tokens of OpenID providers and Kubernetes clusters that the settings name. */
export class Issuers {
  readonly #options: IssuersOptions;
  readonly #keys: ReadonlyMap<TrustedIssuer, IssuerKeys>;

  constructor(options: IssuersOptions) {
    const { clock, fetch, issuers } = options;
    this.#options = options;
    this.#keys = new Map(issuers.map((issuer) => [issuer, new IssuerKeys(issuer, clock, fetch)]));
  }

  /**
   * Verifies a token. No reason holds a part of the token.
   *
   * @returns undefined if the token names no issuer of the settings. It may be an identity token of the project
   */
  async verify(token: unknown): Promise<IssuedCallerResult | undefined> {
    const jwt = readJwt(token);
    if (jwt === undefined) return undefined;
    const named = this.#options.issuers.filter(({ issuer }) => issuer === jwt.claims.iss);
    if (named.length === 0) return undefined;
    const issuer = named.find(({ audience }) => isFor(jwt.claims, audience));
    if (issuer === undefined)
      return refuse('caller_invalid', 'The token has another audience. Request a token for this server.');
    try {
      return await this.#verifyOf(issuer, token as string, jwt);
    } catch (error) {
      return refuse('state_unavailable', error instanceof AgentSafeError ? error.message : describeCause(error));
    }
  }

  async #verifyOf(issuer: TrustedIssuer, token: string, jwt: UnverifiedJwt): Promise<IssuedCallerResult> {
    const { alg, claims, kid } = jwt;
    if (!(issuer.algorithms ?? DEFAULT_ALGORITHMS).includes(alg)) {
      return refuse('caller_invalid', `The token has an algorithm that is not accepted from ${quote(issuer.name)}.`);
    }
    const key = await this.#keys.get(issuer)?.find(kid, alg);
    if (key === undefined) {
      return refuse(
        'caller_invalid',
        `The issuer ${quote(issuer.name)} has no such key, or its keys cannot be read. Try again later.`,
      );
    }
    if (!(await isSigned(token, key, alg))) return refuse('caller_invalid', 'The token has an invalid signature.');
    const times = this.#checkTimes(claims);
    if (typeof times === 'string') return refuse('caller_invalid', times);
    const mapped = mapClaims(claims, issuer);
    if (!mapped.ok) return mapped;
    const { agent_id, groups, roles } = mapped;
    const { jti } = claims;
    if (jti !== undefined && (typeof jti !== 'string' || jti === '' || jti.length > LONGEST_ID)) {
      return refuse('caller_invalid', 'The token has a malformed id.');
    }
    const bearer = { issuedAt: times.issuedAt, agents: [agent_id], tokens: isTokenId(jti) ? [jti] : [] };
    if ((await this.#options.revocations.isRevoked(bearer)) !== undefined) {
      return refuse(
        'caller_revoked',
        `The agent ${quote(agent_id)} was revoked. Ask an operator to lift the revocation.`,
      );
    }
    const caller = { agent_id, verified: true, roles, groups, delegation_chain: [] };
    return { ok: true, issuer: issuer.name, caller, bearer, expires_at: times.expiresAt };
  }

  #checkTimes({ exp, iat, nbf }: JsonObject): { readonly issuedAt: number; readonly expiresAt: number } | string {
    if (!isTime(iat) || !isTime(exp) || exp <= iat) return 'The token lacks its time of issue or its expiry.';
    if (nbf !== undefined && !isTime(nbf)) return 'The token has a malformed time.';
    const now = this.#options.clock() / 1_000;
    if (iat > now + AHEAD || (nbf !== undefined && nbf > now + AHEAD)) return 'The token is not valid yet.';
    if (!(now < exp)) return 'The token has expired. Request a new one.';
    return { issuedAt: Math.round(iat * 1_000), expiresAt: Math.round(exp * 1_000) };
  }
}

async function isSigned(
  token: string,
  key: Parameters<typeof compactVerify>[1],
  alg: IssuerAlgorithm,
): Promise<boolean> {
  try {
    await compactVerify(token, key, { algorithms: [alg] });
    return true;
  } catch (error) {
    if (error instanceof errors.JOSEError || error instanceof TypeError) return false;
    throw error;
  }
}

function isTime(value: unknown): value is number {
  return typeof value === 'number' && value >= 0 && value <= LAST;
}

function isFor({ aud }: JsonObject, audience: string): boolean {
  if (typeof aud === 'string') return aud === audience;
  if (typeof aud !== 'object' || aud === null || !isJsonArray(aud) || aud.length > MOST_AUDIENCES) return false;
  return aud.every((each) => typeof each === 'string') && aud.includes(audience);
}
