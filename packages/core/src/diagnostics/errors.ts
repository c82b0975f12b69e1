import { type Diagnostic, formatDiagnostic } from './diagnostic.ts';

/**
 * Codes of configuration and infrastructure errors. A refused request is a decision with a code of its own, and throws
 * no error.
 */
export const ERROR_CODES = [
  'ERR_CONFIG_INVALID',
  'ERR_CONFIG_NOT_FOUND',
  'ERR_REGISTRY_INVALID',
  'ERR_POLICY_INVALID',
  'ERR_INVENTORY_INVALID',
  'ERR_SUBJECTS_INVALID',
  'ERR_BUNDLE_INVALID',
  'ERR_AUDIT_INVALID',
  'ERR_AUDIT_UNAVAILABLE',
  'ERR_KEYS_INVALID',
  'ERR_LISTEN_FAILED',
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
 * Thrown for invalid configuration and broken infrastructure. `code` is stable. `diagnostics` holds every error and
 * warning, with file, line and fix. The message includes all diagnostics.
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

/** Returns the code of a system error, such as ENOENT, or the error as text. */
export function describeCause(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}
