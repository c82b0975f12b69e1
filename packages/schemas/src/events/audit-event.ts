import type { AuditEvent, AuditEventOf, AuditEventType, LegacyAuditEvent } from '@agent-safe/core';
import * as z from 'zod';
import { apiKeyChanged, sessionEnded, signedIn, signInRefused, signInsRefused, userChanged } from './accounts.ts';
import { approvalRequested, approvalResolved } from './approval.ts';
import {
  credentialIssued,
  credentialNotRevoked,
  credentialRevoked,
  leaseNotRevoked,
  leaseRevoked,
} from './credentials.ts';
import { decision, decisionCorrection } from './decision.ts';
import { delegationGranted, delegationRefused, lifted, revoked } from './delegation.ts';
import { executionEnded, executionIntent, executionInterrupted, ticketRefused } from './execution.ts';
import { legacyDecision, legacyExecution, legacyStateCapture } from './legacy.ts';
import { backupRestored, checkpoint, logArchived, logRestarted, logSealed } from './log.ts';
import { riskReset } from './risk-reset.ts';
import { reportedStateAfter, reportedStateBefore, reportedStates, stateAfter, stateBefore } from './state-capture.ts';
import { stateRebuilt, ticketRedeemed } from './state-facts.ts';
import { tokensRefused } from './tokens.ts';

type Schemas = { readonly [Type in AuditEventType]: z.ZodType<AuditEventOf<Type>> };

/** Checks at compile time that the schemas allow every event of core, with all alternatives of each type. */
function complete<Given extends Schemas>(
  given: Given & {
    readonly [Type in AuditEventType]: [AuditEventOf<Type>] extends [z.output<Given[Type]>] ? unknown : never;
  },
): Given {
  return given;
}

/** The schema of each type of event. */
export const auditEventSchemas = complete({
  decision: z.union([decision, decisionCorrection]),
  approval_requested: approvalRequested,
  approval_resolved: approvalResolved,
  delegation: z.union([delegationGranted, delegationRefused]),
  revocation: z.union([revoked, lifted]),
  api_key_changed: apiKeyChanged,
  user_changed: userChanged,
  sign_in: z.union([signedIn, signInRefused]),
  sign_ins_refused: signInsRefused,
  session_ended: sessionEnded,
  risk_reset: riskReset,
  state_rebuilt: stateRebuilt,
  ticket_redeemed: ticketRedeemed,
  ticket_refused: ticketRefused,
  tokens_refused: tokensRefused,
  execution_intent: executionIntent,
  execution_outcome: z.union([executionEnded, executionInterrupted]),
  state_capture: z.union([stateBefore, stateAfter, reportedStateBefore, reportedStateAfter, reportedStates]),
  credential_issued: credentialIssued,
  credential_revoked: z.union([credentialRevoked, credentialNotRevoked, leaseRevoked, leaseNotRevoked]),
  log_sealed: logSealed,
  log_archived: logArchived,
  log_restarted: logRestarted,
  backup_restored: backupRestored,
  checkpoint,
});

/** The schema of each type of event of Agent-Safe 0.11. */
export const legacyAuditEventSchemas = {
  decision: legacyDecision,
  state_capture: legacyStateCapture,
  execution: legacyExecution,
} as const satisfies { readonly [Type in LegacyAuditEvent['event_type']]: z.ZodType };

/** The schema of any event that this version writes. */
export const auditEventSchema: z.ZodType<AuditEvent> = z.union(Object.values(auditEventSchemas));

/** The schema of any event that Agent-Safe 0.11 wrote. */
export const legacyAuditEventSchema: z.ZodType<LegacyAuditEvent> = z.union(Object.values(legacyAuditEventSchemas));
