export {
  DELEGATION_REFUSAL_CODES,
  type DelegationRefusal,
  type DelegationRequest,
  type DelegationResult,
  delegate,
} from './delegate.ts';
export { type DelegationHop, describeHops } from './hops.ts';
export { type AgentIdentity, type DelegationLink, type Holding, toCaller } from './identity.ts';
export { createIdentityToken, type IdentityIssuer, type IdentityRequest, type IssuedToken } from './identity-token.ts';
export { MemoryRevocations } from './memory-revocations.ts';
export {
  checkRevoked,
  IDENTITY_REFUSAL_CODES,
  type IdentityRefusalCode,
  type IdentityResult,
  type IdentityTrust,
  type RevocationCheck,
  verifyIdentity,
} from './verify-identity.ts';
