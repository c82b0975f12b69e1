/** Codes whose reasons may name files of the server. */
const PRIVATE: ReadonlySet<string> = new Set([
  'approvals_unavailable',
  'audit_unavailable',
  'keys_unavailable',
  'state_unavailable',
]);

/** Returns the public reason of a refusal, without names of files. */
export function publicReason(code: string, reason: string): string {
  if (!PRIVATE.has(code)) return reason;
  return 'The server cannot use its keys, state or audit log now. Ask the operator of the server, then try again.';
}
