/** What tokens need. Loaded when there is one to verify or to sign: a bare name that is denied uses none of it. */
export {
  createIdentityToken,
  delegate,
  describeHops,
  MemoryRevocations,
  toCaller,
  verifyIdentity,
} from '@agent-safe/delegation';
export { issueTicket, TicketVerifier } from '@agent-safe/tickets';
