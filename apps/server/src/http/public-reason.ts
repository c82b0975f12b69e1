/** Codes whose reasons may name files of the server. */
const PRIVATE: ReadonlySet<string> = new Set([
  'approvals_unavailable',
  'audit_unavailable',
  'keys_unavailable',
  'state_unavailable',
]);

/** Returns the reason of a refusal as callers outside of the server may read it: without names of files. */
export function publicReason(code: string, reason: string): string {
  if (!PRIVATE.has(code)) return reason;
  return 'The server cannot use its keys, state or audit log now. Ask the operator of the server, then try again.';
}
