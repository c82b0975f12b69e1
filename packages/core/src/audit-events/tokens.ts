/**
 * A summary of refused identity tokens. The first few in a minute have a `decision` event each. The others are counted here,
 * so that a flood of invalid tokens does not fill the log.
 */
export interface TokensRefusedFields {
  /** Number of requests with a refused token that have no `decision` event. */
  readonly count: number;
  /** Number of requests with a refused token in the same time that have one. */
  readonly recorded: number;
  /** Start of the minute. RFC 3339, UTC. */
  readonly since: string;
  /** End of the minute, or the end of the process that counted. RFC 3339, UTC. */
  readonly until: string;
}
