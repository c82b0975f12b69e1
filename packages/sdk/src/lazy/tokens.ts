/** Token services. They load when a token is verified, because decisions about bare names need none. */
export {
  checkRevoked,
  createIdentityToken,
  delegate,
  describeHops,
  MemoryRevocations,
  toCaller,
  VerifiedTokens,
  verifyIdentity,
} from '@agent-safe/delegation';
export { TicketVerifier } from '@agent-safe/tickets';
export { describeDelegation } from './describe-delegation.ts';
