import type { Action } from '../model/action.ts';
import type { ApprovalRequest } from '../model/approval.ts';
import type { CheckRequest, Decision, Preview } from '../model/decision.ts';
import type { ExecutionOutcome } from '../model/execution.ts';
import type { Refused } from '../model/result.ts';
import type { Target } from '../model/target.ts';
import type { Environment, RiskClass, Sensitivity } from '../model/vocabulary.ts';

/**
 * The interface for adapters of agent frameworks: `AgentSafe` in the same process, or a client of a server. All requests
 * and answers are plain JSON values; only `signal` stays in the process.
 */
export interface AgentSafeClient {
  /** Decides a request. A refusal is a decision with `result: 'deny'`. */
  check(request: CheckRequest, options?: ClientCheckOptions): Promise<Decision>;
  /** Returns the decision that `check` would give now. Counts, records and requests nothing. */
  preview(request: CheckRequest, options?: ClientCheckOptions): Promise<Preview>;
  /** Waits until an approval request is answered or expires. Then check the same request again. */
  waitForApproval(requestId: string, options?: ClientWaitOptions): Promise<ApprovalAnswered | ApprovalUnanswered>;
  /** Executes a ticket once. `ok: true` means that the execution began: read `outcome` too. */
  execute(ticket: string, options: ClientRunOptions): Promise<ExecutionReport | ExecutionRefusal>;
  /** Lists the registered actions by name. */
  listActions(filter?: ClientActionFilter): Promise<readonly Action[]>;
  /** Lists the targets of the inventory by id. */
  listTargets(filter?: ClientTargetFilter): Promise<readonly Target[]>;
}

export interface ClientCheckOptions {
  /** Links the decision to other events. */
  readonly correlationId?: string | undefined;
}

export interface ClientWaitOptions {
  /** Milliseconds; until the request is no longer pending by default. */
  readonly timeout?: number | undefined;
  /** Ends the wait, which rejects with the reason of the signal. */
  readonly signal?: AbortSignal | undefined;
}

export interface ClientRunOptions {
  /** The name of an executor. */
  readonly executor: string;
  /** Sensitive parameters, in plain text. */
  readonly params?: { readonly [parameter: string]: unknown } | undefined;
  /** The time limit of the run, in seconds. */
  readonly timeout?: number | undefined;
  /** Aborts the run. */
  readonly signal?: AbortSignal | undefined;
}

export interface ClientActionFilter {
  readonly tag?: string | undefined;
  readonly risk?: RiskClass | undefined;
}

export interface ClientTargetFilter {
  readonly type?: string | undefined;
  readonly environment?: Environment | undefined;
  readonly sensitivity?: Sensitivity | undefined;
}

export interface ApprovalAnswered {
  readonly ok: true;
  readonly request: ApprovalRequest;
}

/** The wait ended without an answer, such as `wait_timeout`. */
export interface ApprovalUnanswered extends Refused {
  readonly request?: ApprovalRequest;
}

/** The report of an execution that began. */
export interface ExecutionReport {
  readonly ok: true;
  readonly outcome: ExecutionOutcome;
  /** Null if the action itself ended the execution. */
  readonly code: string | null;
  readonly reason: string;
  readonly audit_id: string;
  readonly action: string;
  readonly target: string | null;
  readonly executor: string;
  readonly duration_ms: number;
}

/** An execution that did not begin. Nothing was done. */
export interface ExecutionRefusal extends Refused {
  readonly audit_id: string | null;
  readonly action: string | null;
  readonly target: string | null;
  /** Whether the ticket is used nevertheless. If so, request a new decision. */
  readonly ticket_used: boolean;
}
