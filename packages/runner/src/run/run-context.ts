import type { AuditDraft } from '@agent-safe/core';
import type { Services } from './options.ts';
import { Redactor } from './redactor.ts';
import type { RunOptions } from './run-result.ts';

/** One run of one ticket: its options, and the services that all stages share. Each stage returns its own result. */
export class RunContext {
  readonly services: Services;
  readonly token: string;
  readonly options: RunOptions;
  readonly redactor = new Redactor();
  /** For the report: what did not work beside the action. */
  readonly warnings: string[] = [];

  constructor(services: Services, token: string, options: RunOptions) {
    this.services = services;
    this.token = token;
    this.options = options;
  }

  /** Reports progress to the caller. An error of its callback stops nothing. */
  progress(message: string): void {
    try {
      this.options.progress?.(this.redactor.redact(message));
    } catch {
      // The callback belongs to the caller.
    }
  }

  /** @throws AgentSafeError ERR_AUDIT_UNAVAILABLE */
  async record(...drafts: readonly AuditDraft[]): Promise<void> {
    await this.services.audit.append(drafts);
  }
}
