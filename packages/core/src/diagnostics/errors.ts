import { type Diagnostic, formatDiagnostic } from './diagnostic.ts';

/** Why Agent-Safe could not work at all. A refusal is no error: it is a decision. */
export const ERROR_CODES = [
  'ERR_CONFIG_INVALID',
  'ERR_CONFIG_NOT_FOUND',
  'ERR_REGISTRY_INVALID',
  'ERR_POLICY_INVALID',
  'ERR_INVENTORY_INVALID',
  'ERR_BUNDLE_INVALID',
  'ERR_AUDIT_INVALID',
  'ERR_AUDIT_UNAVAILABLE',
  'ERR_KEYS_INVALID',
  'ERR_PLAN_INVALID',
  'ERR_IDENTITY_INVALID',
  'ERR_REVOCATION_INVALID',
  'ERR_STATE_INVALID',
  'ERR_STORE_UNAVAILABLE',
  'ERR_TEST_INVALID',
] as const;
export type ErrorCode = (typeof ERROR_CODES)[number];

export interface AgentSafeErrorOptions {
  readonly diagnostics?: readonly Diagnostic[];
  readonly cause?: unknown;
}

/**
 * Misconfiguration or broken infrastructure. `code` is stable; `diagnostics` holds every mistake that was found,
 * with file, line and fix; the message shows them all.
 */
export class AgentSafeError extends Error {
  override readonly name: string = 'AgentSafeError';
  readonly code: ErrorCode;
  readonly diagnostics: readonly Diagnostic[];

  constructor(code: ErrorCode, summary: string, options: AgentSafeErrorOptions = {}) {
    const diagnostics = options.diagnostics ?? [];
    const lines = diagnostics.map((diagnostic) => `\n  ${formatDiagnostic(diagnostic)}`).join('');
    super(`${summary}${lines}`, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.diagnostics = diagnostics;
  }
}

/** What went wrong, in a word: the code of a system error, such as ENOENT, or the error itself. */
export function describeCause(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}
