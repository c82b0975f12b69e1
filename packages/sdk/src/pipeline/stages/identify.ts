import { type Caller, holdsToken, identifyByName } from '@agent-safe/core';
import type { AgentIdentity } from '@agent-safe/delegation';
import type { Authority } from '../../services/token-service.ts';

export type Identified =
  | {
      readonly caller: Caller | undefined;
      /** What its token says; undefined for a bare name. */
      readonly identity?: AgentIdentity | undefined;
    }
  | {
      readonly code: 'caller_invalid' | 'caller_unverified' | 'caller_revoked' | 'state_unavailable';
      readonly reason: string;
      /** Who was refused, where that is known. Never a token. */
      readonly refused?: Caller | undefined;
    };

/**
 * Who asks: what looks like a token is verified, or refused; it never counts as a name. A bare name proves nothing, but one
 * that is revoked is refused all the same.
 */
export async function identifyCaller(
  text: string | undefined,
  authority: Authority,
  requireVerified: boolean,
): Promise<Identified> {
  if (text !== undefined && authority.verifiesCallers && holdsToken(text)) return verifyToken(text, authority);
  const named = identifyByName(text, requireVerified);
  if ('code' in named || named.caller === undefined) return named;
  return (await refuseRevoked(named.caller, authority)) ?? named;
}

async function verifyToken(token: string, authority: Authority): Promise<Identified> {
  const { toCaller } = await import('../../lazy/tokens.ts');
  const result = await authority.verify(token);
  if (result.valid) return { caller: toCaller(result.identity), identity: result.identity };
  const { code, identity, reason } = result;
  return { code, reason, refused: identity === undefined ? undefined : toCaller(identity) };
}

async function refuseRevoked(caller: Caller, authority: Authority): Promise<Identified | undefined> {
  const revoked = await authority.askAbout(caller.agent_id);
  return revoked === undefined ? undefined : { ...revoked, refused: caller };
}
