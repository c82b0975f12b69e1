import type { ApprovalUse } from './approval-use.ts';
import type { VerifiedRequest } from './verified-request.ts';

/** The parts of a decision that the calling program sets, never the agent. */
export interface Origin {
  readonly correlationId?: string | undefined;
  readonly rollbackOf?: string | undefined;
  readonly verified?: VerifiedRequest | undefined;
  /** Whether the program wants execution tickets. Default: true. */
  readonly ticket?: boolean | undefined;
  readonly approvals?: ApprovalUse | undefined;
}
