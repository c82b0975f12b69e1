import { type Caller, holdsToken, identifyByName, PASSED, type Passed, type Refused } from '@agent-safe/core';
import type { AgentIdentity } from '@agent-safe/delegation';
import { loadTokens } from '../../services/load-tokens.ts';
import type { TokenService } from '../../services/token-service.ts';
import type { PipelineServices } from '../request/pipeline-services.ts';
import { type RequestState, refuse } from '../request/request-state.ts';
import { toVerifiedCaller, type VerifiedCaller } from '../request/verified-request.ts';

type Identified =
  | {
      readonly ok: true;
      readonly caller: Caller | undefined;
      /** The content of the token; undefined for a bare name. */
      readonly identity?: AgentIdentity | undefined;
    }
  | NotIdentified;

type NotIdentified = Refused<'caller_invalid' | 'caller_unverified' | 'caller_revoked' | 'state_unavailable'> & {
  /** The refused caller, if it is known. Never a token. */
  readonly refused?: Caller | undefined;
};

/**
 * Identifies the caller of a request by its token or bare name. Refuses with caller_invalid, caller_unverified,
 * caller_revoked, state_unavailable.
 */
export async function identify(state: RequestState, services: PipelineServices): Promise<RequestState> {
  const { requireVerifiedCallers, tokenService } = services;
  // Without its keys, the project proves no caller and signs no ticket, so it decides no request.
  const usable = tokenService.checkKeys();
  if (!usable.ok) return refuse(state, usable.code, usable.reason);
  const checked = state.request.caller === undefined ? await tokenService.checkState() : PASSED;
  if (!checked.ok) return refuse(state, checked.code, checked.reason);
  const { verification } = tokenService;
  const { verified } = state;
  const identified =
    verified?.caller !== undefined
      ? await identifyVerified(verified.caller, tokenService)
      : await identifyCaller(state.request.caller, tokenService, requireVerifiedCallers);
  if (identified.ok) return { ...state, verification, caller: identified.caller, identity: identified.identity };
  return refuse({ ...state, caller: identified.refused }, identified.code, identified.reason);
}

/** Text that looks like a token is verified or refused; it is never a name. A revoked name is refused too. */
async function identifyCaller(
  text: string | undefined,
  tokenService: TokenService,
  requireVerified: boolean,
): Promise<Identified> {
  if (text !== undefined && tokenService.verifiesCallers && holdsToken(text)) return verifyToken(text, tokenService);
  const named = identifyByName(text, requireVerified);
  if (!named.ok || named.caller === undefined) return named;
  const standing = await checkRevoked(named.caller, tokenService);
  return standing.ok ? named : standing;
}

/** The calling program has verified the caller, so only its name and its revocation are checked. */
async function identifyVerified(given: VerifiedCaller, tokenService: TokenService): Promise<Identified> {
  const read = toVerifiedCaller(given);
  if (!read.ok) return read;
  const standing = await checkRevoked(read.caller, tokenService);
  return standing.ok ? read : standing;
}

async function verifyToken(token: string, tokenService: TokenService): Promise<Identified> {
  const { toCaller } = await loadTokens();
  const result = await tokenService.verify(token);
  if (result.ok) return { ok: true, caller: toCaller(result.identity), identity: result.identity };
  const { code, identity, reason } = result;
  return { ok: false, code, reason, refused: identity === undefined ? undefined : toCaller(identity) };
}

async function checkRevoked(caller: Caller, tokenService: TokenService): Promise<Passed | NotIdentified> {
  const standing = await tokenService.checkRevoked(caller.agent_id);
  return standing.ok ? PASSED : { ...standing, refused: caller };
}
