import type { ApprovalEntry, ApprovalResolvedFields, AuditDraft } from '@agent-safe/core';
import { requestAt } from './entry.ts';
import type { EntryMac } from './entry-mac.ts';

/**
 * What is recorded of an entry's last version. It is the same whoever records it, with the same id: where a process ended in
 * between, another one does.
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
    // One that has nothing at its version took back what could not be recorded.
    decision: last?.decision ?? 'withdraw',
    approver: last?.approver ?? null,
    approver_chain: last?.chain ?? [],
    reason: last?.reason ?? 'What happened before could not be recorded, and does not count.',
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
