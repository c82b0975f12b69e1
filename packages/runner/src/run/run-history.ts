import type { LogLine } from '@agent-safe/audit';

/** The log as a runner reads it. */
export interface RunHistory {
  /** The last line first. Yields nothing if there is no log yet. */
  readBackwards(): AsyncIterable<LogLine>;
  /**
   * Does something while no other process with this log does. A process that dies meanwhile does not block the others.
   *
   * @returns undefined where another process holds the lock
   */
  exclusively<Result>(work: () => Promise<Result>): Promise<Result | undefined>;
}
