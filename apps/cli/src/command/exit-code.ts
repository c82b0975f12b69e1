/** What the command says to the shell. Stable: scripts may count on these numbers. */
export const EXIT = {
  /** Allowed; or done. */
  allow: 0,
  /** It could not be found out: a file is wrong or missing, or something broke. */
  error: 1,
  /** The command was typed wrongly. */
  usage: 2,
  deny: 3,
  requireApproval: 4,
  /** Policy tests ran, and some failed. */
  testsFailed: 5,
  /** An audit log is torn or tampered with. */
  logDamaged: 6,
  /** It was carried out, or was to be, and did not succeed: what it says tells whether anything was done. */
  failed: 7,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
