import type { ApprovalEntry, ApprovalResolvedFields, AuditDraft } from '@agent-safe/core';
import { requestAt } from './entry.ts';
import type { EntryMac } from './entry-mac.ts';

/**
 * Returns the audit event of an entry's latest version. Each process creates the same event with the same id, so that another
 * process can record it if the first one ended too early.
 */
export function draftOf(entry: ApprovalEntry, mac: EntryMac): AuditDraft {
  const { request_id, version } = entry;
  const event_id = `${request_id}-${version}`;
  const request = requestAt(entry, version);
  const mark = mac.mark(request);
  if (version === 1) {
    const { claimed_by_audit_id: _, params: __, resolutions: ___, status: ____, ...fields } = request;
    return { event_type: 'approval_requested', event_id, fields: { ...fields, mark } };
  }
  const last = request.resolutions.find((each) => each.version === version);
  const { action, audit_id, caller, digest, target, claimed_by_audit_id, status } = request;
  const fields: ApprovalResolvedFields = {
    request_id,
    version,
    status,
    // A version without a resolution withdraws a change that could not be recorded.
    decision: last?.decision ?? 'withdraw',
    approver: last?.approver ?? null,
    approver_chain: last?.chain ?? [],
    reason: last?.reason ?? 'The previous change could not be recorded and is void.',
    action,
    target,
    caller,
    digest,
    audit_id,
    claimed_by_audit_id,
    mark,
  };
  return { event_type: 'approval_resolved', event_id, fields };
}
