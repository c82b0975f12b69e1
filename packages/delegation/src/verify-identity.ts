import {
  AgentSafeError,
  type Bearer,
  type CheckResult,
  PASSED,
  quote,
  type Revocation,
  type Revocations,
} from '@agent-safe/core';
import type { VerificationKey } from '@agent-safe/tokens';
import { readToken, verifySignature } from '@agent-safe/tokens/verify';
import { type AgentIdentity, toBearer } from './agent-identity.ts';
import { readIdentity } from './identity-claims.ts';
import { digestToken, type VerifiedTokens } from './verified-tokens.ts';

/** Keys and limits for verifying tokens of agents. */
export interface IdentityTrust {
  readonly keys: readonly VerificationKey[];
  /** Required value of `iss` and `aud`. */
  readonly issuer: string;
  /** Maximum length of a delegation chain. A token can only lower it. */
  readonly maxDepth: number;
  /** Default: revocations are not checked. */
  readonly revocations?: Revocations | undefined;
  /** Returns the time in milliseconds since 1970, UTC. */
  readonly clock: () => number;
  /** Tokens that were verified before. Default: each token is verified each time. */
  readonly verified?: VerifiedTokens | undefined;
}

/** Refusal codes for tokens of agents. */
export const IDENTITY_REFUSAL_CODES = ['caller_invalid', 'caller_revoked', 'state_unavailable'] as const;
export type IdentityRefusalCode = (typeof IDENTITY_REFUSAL_CODES)[number];

export type IdentityResult =
  | { readonly ok: true; readonly identity: AgentIdentity }
  | {
      readonly ok: false;
      readonly code: IdentityRefusalCode;
      readonly reason: string;
      /** Identity of the agent, if the token is valid but its revocations refused it. */
      readonly identity?: AgentIdentity;
    };

/**
 * Verifies the token of an agent. It checks the signature and the expiry, that no delegation added rights, that the chain is not too
 * long, and that no agent or token of the chain was revoked.
 *
 * @returns the identity, or a refusal whose reason contains no part of the token
 * @example
 * declare const token: string;
 * declare const keys: readonly VerificationKey[];
 * const result = await verifyIdentity(token, { keys, issuer: 'agent-safe', maxDepth: 5, clock: Date.now });
 * if (result.ok) console.log(result.identity.agent_id);
 */
export async function verifyIdentity(token: string, trust: IdentityTrust): Promise<IdentityResult> {
  const { clock, issuer, keys, maxDepth, verified } = trust;
  // A caller written in JavaScript may give any value.
  const digest = verified === undefined || typeof token !== 'string' ? '' : digestToken(token);
  const known = verified?.get(trust, digest);
  if (known !== undefined) return withStanding(known.identity, known.bearer, trust);
  const now = clock();
  const expected = { kinds: ['identity', 'delegation'], keys, issuer, audience: issuer, now } as const;
  const reading = await readToken(token, expected, verifySignature);
  if (!reading.ok) return invalid(reading.reason);
  const read = readIdentity(reading);
  if (!read.ok) return invalid(read.reason);
  const { identity } = read;
  const { delegation_depth: depth } = identity;
  const deepest = Math.min(maxDepth, identity.max_depth ?? maxDepth);
  if (depth > deepest) {
    return invalid(
      `The token has delegation depth ${depth}, but the limit is ${deepest}. Use a token of an earlier agent.`,
    );
  }
  if (digest !== '') verified?.add(trust, digest, identity, now);
  return withStanding(identity, toBearer(identity), trust);
}

async function withStanding(identity: AgentIdentity, bearer: Bearer, trust: IdentityTrust): Promise<IdentityResult> {
  const standing = await checkRevoked(bearer, identity.agent_id, trust);
  return standing.ok ? { ok: true, identity } : { ...standing, identity };
}

function invalid(reason: string): IdentityResult {
  return { ok: false, code: 'caller_invalid', reason };
}

/** Result of a revocation check. */
export type RevocationCheck = CheckResult<'caller_revoked' | 'state_unavailable'>;

/**
 * Checks that no agent or token of a delegation chain is revoked. If the store fails, the result is a refusal.
 *
 * @param agent name of the agent for the reason
 */
export async function checkRevoked(
  bearer: Bearer,
  agent: string,
  { revocations }: Pick<IdentityTrust, 'revocations'>,
): Promise<RevocationCheck> {
  try {
    const revocation = await revocations?.isRevoked(bearer);
    if (revocation === undefined) return PASSED;
    return { ok: false, code: 'caller_revoked', reason: describeRevocation(revocation, agent) };
  } catch (error) {
    const why = error instanceof AgentSafeError ? error.message : 'The store failed. Try again later.';
    const reason = `The revocations could not be checked, so the caller is refused. ${why}`;
    return { ok: false, code: 'state_unavailable', reason };
  }
}

/** Returns the reason of a revoked token: the revoked agent or token, the time, and advice. */
function describeRevocation({ id, issued_until, kind, revoked_at }: Revocation, agent: string): string {
  const at = new Date(revoked_at).toISOString();
  if (kind === 'all') return `All tokens issued until ${at} were revoked. Ask for a new token.`;
  if (kind === 'token')
    return `The token of ${quote(agent)}, or a token in its delegation chain, was revoked at ${at}. Ask for a new token.`;
  const who =
    id === agent ? `The agent ${quote(agent)}` : `The agent ${quote(id)} in the delegation chain of ${quote(agent)}`;
  if (issued_until === null) return `${who} was revoked at ${at}. Ask an operator to lift the revocation.`;
  const until = new Date(issued_until).toISOString();
  return `${who} was revoked at ${at}. The revocation was lifted at ${until}, but only for new tokens. Ask for a new token.`;
}
