import type { AuditReceipt, Preview } from '@agent-safe/core';
import { decideOne } from './pipeline.ts';
import type { Origin } from './request/origin.ts';
import type { PipelineServices } from './request/pipeline-services.ts';
import { readOnlyServices } from './request/read-only-services.ts';
import { requestApproval } from './stages/request-approval.ts';

/** Stands for the event of a decision that is not recorded. Nothing keeps it. */
const NO_EVENT: AuditReceipt = { event_id: '', seq: 0, timestamp: '', entry_hash: '' };

/** Decides a request with the stages of a check. It records, counts, claims and requests nothing. */
export async function preview(request: unknown, services: PipelineServices, origin: Origin): Promise<Preview> {
  const readOnly = readOnlyServices(services);
  const decided = await decideOne(request, readOnly, origin);
  // The reason of a check says why no approval can be requested.
  const { decision } = await requestApproval({ ...decided, receipt: NO_EVENT }, readOnly);
  const { audit_id: _, ...answer } = decision;
  return answer;
}
