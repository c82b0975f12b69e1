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

/** What is believed of tokens. */
export interface IdentityTrust {
  readonly keys: readonly VerificationKey[];
  readonly issuer: string;
  /** How often in a row may be delegated, whatever a token says. */
  readonly maxDepth: number;
  /** Without it nothing is ever revoked. */
  readonly revocations?: Revocations | undefined;
  /** Milliseconds since 1970, UTC. */
  readonly clock: () => number;
}

/** Why a token of an agent is refused. */
export const IDENTITY_REFUSAL_CODES = ['caller_invalid', 'caller_revoked', 'state_unavailable'] as const;
export type IdentityRefusalCode = (typeof IDENTITY_REFUSAL_CODES)[number];

export type IdentityResult =
  | { readonly ok: true; readonly identity: AgentIdentity }
  | {
      readonly ok: false;
      readonly code: IdentityRefusalCode;
      readonly reason: string;
      /** Who was refused, where the token is genuine and was revoked. */
      readonly identity?: AgentIdentity;
    };

/**
 * Verifies the token of an agent: its signature, its end, that every hop of its delegation narrowed, that it is not deeper
 * than allowed, and that neither it nor anything it was made from was revoked.
 *
 * @returns a reason without any part of the token, where it is refused
 * @example
 * declare const token: string;
 * declare const keys: readonly VerificationKey[];
 * const result = await verifyIdentity(token, { keys, issuer: 'agent-safe', maxDepth: 5, clock: Date.now });
 * if (result.ok) console.log(result.identity.agent_id);
 */
export async function verifyIdentity(token: string, trust: IdentityTrust): Promise<IdentityResult> {
  const { clock, issuer, keys, maxDepth } = trust;
  const expected = { kinds: ['identity', 'delegation'], keys, issuer, audience: issuer, now: clock() } as const;
  const reading = await readToken(token, expected, verifySignature);
  if (!reading.ok) return invalid(`The token is refused. ${reading.reason}`);
  const read = readIdentity(reading);
  if (!read.ok) return invalid(`The token is refused. ${read.reason}`);
  const { identity } = read;
  const { delegation_depth: depth } = identity;
  const deepest = Math.min(maxDepth, identity.max_depth ?? maxDepth);
  if (depth > deepest) {
    return invalid(`The token is refused. It is delegated ${depth} times, and ${deepest} is the most.`);
  }
  const standing = await checkRevoked(toBearer(identity), identity.agent_id, trust);
  return standing.ok ? { ok: true, identity } : { ...standing, identity };
}

function invalid(reason: string): IdentityResult {
  return { ok: false, code: 'caller_invalid', reason };
}

/** Whether an agent may still act. */
export type RevocationCheck = CheckResult<'caller_revoked' | 'state_unavailable'>;

/**
 * Checks that neither an agent nor anything it was made from is revoked. A store that does not answer is a refusal too: nobody can tell.
 *
 * @param agent who is asked about, for the sentence
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
    const why = error instanceof AgentSafeError ? error.message : 'The store does not answer.';
    return { ok: false, code: 'state_unavailable', reason: `Nobody can tell whether it was revoked. ${why}` };
  }
}

/** What was revoked and when, in a sentence. */
function describeRevocation({ id, issued_until, kind, revoked_at }: Revocation, agent: string): string {
  const at = new Date(revoked_at).toISOString();
  if (kind === 'all') return `All that was issued until ${at} is revoked. Ask for a new token.`;
  if (kind === 'token') return `The token of ${quote(agent)}, or one that it was made from, was revoked at ${at}.`;
  const who =
    id === agent ? `The agent ${quote(agent)}` : `${quote(id)}, from which ${quote(agent)} has its authority,`;
  if (issued_until === null) return `${who} was revoked at ${at}.`;
  const until = new Date(issued_until).toISOString();
  return `${who} was revoked at ${at}, and may act again since ${until}, with new tokens alone. Ask for one.`;
}
