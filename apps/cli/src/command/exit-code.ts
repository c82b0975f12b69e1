/** Exit codes of the command. Scripts depend on these numbers, so they never change. */
export const EXIT = {
  /** The request is allowed, or the command succeeded. */
  allow: 0,
  /** The command could not finish: a file is wrong or missing, or a system failed. */
  error: 1,
  /** The command line has a mistake. */
  usage: 2,
  /** The request is denied, or a token, ticket or answer is refused. */
  deny: 3,
  requireApproval: 4,
  /** The policy tests ran, and at least one failed. */
  testsFailed: 5,
  /** The audit log is torn or tampered with. */
  logDamaged: 6,
  /** The execution did not succeed. Its outcome says whether the target changed. */
  failed: 7,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
