import type { Settings } from '@agent-safe/registry/open';

/** Result of one check. */
export interface CheckResult {
  /** Subject of the check: `node`, `keys`, `state` and so on. */
  readonly check: string;
  readonly status: 'ok' | 'warn' | 'fail';
  readonly message: string;
  /** Instruction; absent if the status is `ok`. */
  readonly fix?: string;
}

/** The settings that the checks read, and the time of the checks in milliseconds since 1970, UTC. */
export interface CheckContext {
  readonly settings: Settings;
  readonly now: number;
}

export function ok(check: string, message: string): CheckResult {
  return { check, status: 'ok', message };
}

export function warn(check: string, message: string, fix: string): CheckResult {
  return { check, status: 'warn', message, fix };
}

export function fail(check: string, message: string, fix: string): CheckResult {
  return { check, status: 'fail', message, fix };
}
