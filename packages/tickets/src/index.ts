export { readKeySet, readSigningSecret, type VerificationKey } from '@agent-safe/tokens';
export type { TicketExpectations } from './expectations.ts';
export { issueTicket, type TicketIssuer, type TicketRequest } from './issue-ticket.ts';
export { MemoryNonceStore } from './memory-nonce-store.ts';
export type { Ticket } from './ticket.ts';
export type { TicketLink } from './ticket-claims.ts';
export {
  TICKET_REFUSAL_CODES,
  type TicketRefusal,
  type TicketResult,
  TicketVerifier,
} from './ticket-verifier.ts';
export type { TicketVerifierOptions } from './verifier-options.ts';
