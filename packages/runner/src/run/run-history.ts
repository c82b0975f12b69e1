import type { LogLine } from '@agent-safe/audit';

/** The log as a runner reads it: what happened so far, and who may draw conclusions from it. */
export interface RunHistory {
  /** The last first; nothing where nothing was recorded yet. */
  readBackwards(): AsyncIterable<LogLine>;
  /**
   * Does something while nobody else does, in any process that has this log. Who dies meanwhile holds nobody up.
   *
   * @returns undefined where somebody else is at it
   */
  exclusively<Result>(work: () => Promise<Result>): Promise<Result | undefined>;
}
