import type { AuditDraft } from '@agent-safe/core';
import type { Services } from './options.ts';
import { Redactor } from './redactor.ts';
import type { RunOptions } from './run-result.ts';

/** Options and services of one run, shared by all its stages. Each stage returns its own result. */
export class RunContext {
  readonly services: Services;
  readonly token: string;
  readonly options: RunOptions;
  readonly redactor: Redactor;
  /** Problems other than the outcome of the action, for the report. */
  readonly warnings: string[] = [];

  constructor(services: Services, token: string, options: RunOptions) {
    this.services = services;
    this.token = token;
    this.options = options;
    this.redactor = new Redactor(services.secretNames);
  }

  /** Reports progress to the caller. An error of the caller's callback does not stop the run. */
  progress(message: string): void {
    try {
      this.options.progress?.(this.redactor.redact(message));
    } catch {
      // An error of the callback is the caller's own.
    }
  }

  /** Adds a warning of an executor to the report, once. */
  warn(message: string): void {
    const warning = this.redactor.redact(message);
    if (!this.warnings.includes(warning)) this.warnings.push(warning);
  }

  /** Appends events to the audit log. @throws AgentSafeError ERR_AUDIT_UNAVAILABLE */
  async record(...drafts: readonly AuditDraft[]): Promise<void> {
    await this.services.audit.append(drafts);
  }
}
