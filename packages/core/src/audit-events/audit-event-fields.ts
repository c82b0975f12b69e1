import type {
  ApiKeyChangedFields,
  SessionEndedFields,
  SignedInFields,
  SignInRefusedFields,
  SignInsRefusedFields,
  UserChangedFields,
} from './accounts.ts';
import type { ApprovalRequestedFields, ApprovalResolvedFields } from './approval.ts';
import type { BackupRestoredFields } from './backup-restored.ts';
import type {
  CredentialIssuedFields,
  CredentialNotRevokedFields,
  CredentialRevokedFields,
  LeaseNotRevokedFields,
  LeaseRevokedFields,
} from './credentials.ts';
import type { DecisionCorrectionFields, DecisionFields } from './decision.ts';
import type { DelegationGrantedFields, DelegationRefusedFields } from './delegation.ts';
import type {
  ExecutionEndedFields,
  ExecutionIntentFields,
  ExecutionInterruptedFields,
  TicketRefusedFields,
} from './execution.ts';
import type { CheckpointFields, LogArchivedFields, LogRestartedFields, LogSealedFields } from './log.ts';
import type { LiftedFields, RevokedFields } from './revocation.ts';
import type { RiskResetFields } from './risk-reset.ts';
import type {
  ReportedStateAfterFields,
  ReportedStateBeforeFields,
  ReportedStatesFields,
  StateAfterFields,
  StateBeforeFields,
} from './state-capture.ts';
import type { StateRebuiltFields, TicketRedeemedFields } from './state-facts.ts';
import type { TokensRefusedFields } from './tokens.ts';

/** The fields of each type of event. They are between `event_type` and `prev_hash`. */
export interface AuditEventFields {
  readonly decision: DecisionFields | DecisionCorrectionFields;
  readonly approval_requested: ApprovalRequestedFields;
  readonly approval_resolved: ApprovalResolvedFields;
  readonly delegation: DelegationGrantedFields | DelegationRefusedFields;
  readonly revocation: RevokedFields | LiftedFields;
  readonly api_key_changed: ApiKeyChangedFields;
  readonly user_changed: UserChangedFields;
  readonly sign_in: SignedInFields | SignInRefusedFields;
  readonly sign_ins_refused: SignInsRefusedFields;
  readonly session_ended: SessionEndedFields;
  readonly risk_reset: RiskResetFields;
  readonly state_rebuilt: StateRebuiltFields;
  readonly ticket_redeemed: TicketRedeemedFields;
  readonly ticket_refused: TicketRefusedFields;
  readonly tokens_refused: TokensRefusedFields;
  readonly execution_intent: ExecutionIntentFields;
  readonly execution_outcome: ExecutionEndedFields | ExecutionInterruptedFields;
  readonly state_capture:
    | StateBeforeFields
    | StateAfterFields
    | ReportedStateBeforeFields
    | ReportedStateAfterFields
    | ReportedStatesFields;
  readonly credential_issued: CredentialIssuedFields;
  readonly credential_revoked:
    | CredentialRevokedFields
    | CredentialNotRevokedFields
    | LeaseRevokedFields
    | LeaseNotRevokedFields;
  readonly log_sealed: LogSealedFields;
  readonly log_archived: LogArchivedFields;
  readonly log_restarted: LogRestartedFields;
  readonly backup_restored: BackupRestoredFields;
  readonly checkpoint: CheckpointFields;
}
