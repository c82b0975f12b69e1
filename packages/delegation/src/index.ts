export { type AgentIdentity, type DelegationLink, type Holding, toCaller } from './agent-identity.ts';
export {
  DELEGATION_REFUSAL_CODES,
  type DelegationRefusal,
  type DelegationRequest,
  type DelegationResult,
  delegate,
} from './delegate.ts';
export { type DelegationHop, describeHops } from './hops.ts';
export { createIdentityToken, type IdentityIssuer, type IdentityRequest, type IssuedToken } from './issue-identity.ts';
export { MemoryRevocations } from './memory-revocations.ts';
export { VerifiedTokens } from './verified-tokens.ts';
export {
  checkRevoked,
  IDENTITY_REFUSAL_CODES,
  type IdentityRefusalCode,
  type IdentityResult,
  type IdentityTrust,
  type RevocationCheck,
  verifyIdentity,
} from './verify-identity.ts';
