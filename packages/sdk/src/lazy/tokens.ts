/** What tokens need. Loaded when there is one to verify: a decision about a bare name uses none of it. */
export {
  checkRevoked,
  createIdentityToken,
  delegate,
  describeHops,
  MemoryRevocations,
  toCaller,
  verifyIdentity,
} from '@agent-safe/delegation';
export { TicketVerifier } from '@agent-safe/tickets';
