import type { ApprovalAsked } from '@agent-safe/approvals';
import type { AuditDraft, AuditReceipt, Passed, PolicyRule, SecretNames } from '@agent-safe/core';
import type { Pdp } from '@agent-safe/pdp';
import type { ApprovableAnswer, ApprovalGateway, AskedApproval } from '../../services/approval-gateway.ts';
import type { LimitServices } from '../../services/limits.ts';
import type { RefusedTokens } from '../../services/refused-tokens.ts';
import type { TokenService } from '../../services/token-service.ts';

/** The settings of a pipeline. */
export interface PipelineOptions {
  readonly policyDigest: string;
  /** Masks sensitive parameters. Without this key, a request with a sensitive parameter has no digest. */
  readonly maskKey: Uint8Array | undefined;
  /** The names whose values are secrets. */
  readonly secretNames: SecretNames;
  readonly requireVerifiedCallers: boolean;
  /** Whether keys verify callers. */
  readonly verifiesCallers: boolean;
  /** Returns the change ticket of a request if it matches `ticket_pattern`; otherwise undefined. */
  readonly readChangeTicket: (id: string | undefined) => string | undefined;
  /** Milliseconds since 1970, UTC. */
  readonly clock: () => number;
}

/** The approvals that the stages use. A preview claims and requests none. */
export interface PipelineApprovals extends Pick<ApprovalGateway, 'checkAsk' | 'checkAvailable' | 'claim' | 'find'> {
  /** Requests an approval. A preview only checks that it could. */
  ask(answer: ApprovableAnswer, request: AskedApproval): Promise<ApprovalAsked | Passed>;
}

/** The services of all stages. `AgentSafe.open` opens them once. */
export interface PipelineServices extends PipelineOptions {
  readonly pdp: Pdp;
  /** Returns the policy rule of a name. */
  readonly findRule: (name: string) => PolicyRule | undefined;
  readonly tokenService: TokenService;
  readonly limits: LimitServices;
  readonly approvals: PipelineApprovals;
  readonly refusedTokens: RefusedTokens;
  /** Undefined if the project has no audit log. */
  readonly record: ((drafts: readonly AuditDraft[]) => Promise<readonly AuditReceipt[]>) | undefined;
}
