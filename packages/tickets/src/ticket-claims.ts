/** The claim `type` of every execution ticket. */
export const TICKET_TYPE = 'execution-ticket';

/** An agent that delegated authority to the caller. */
export interface TicketLink {
  readonly agent_id: string;
  /** Id of its token; null if it had no token. */
  readonly jti: string | null;
}
