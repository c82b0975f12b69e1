import type { ApprovalRequest, AuditSink } from '@agent-safe/core';
import { expectTypeOf } from 'vitest';
import {
  type ApprovalRefusalCode,
  ApprovalService,
  type ApprovalServiceOptions,
  type ApprovalSubject,
  type Approver,
  MemoryApprovalStore,
  type Notifier,
} from '../src/index.ts';

declare const audit: AuditSink;
declare const subject: ApprovalSubject;
declare const approver: Approver;
declare const latestVersion: ApprovalServiceOptions['latestVersion'];

const keys = [new Uint8Array(32)];
const notifier: Notifier = { name: 'pager', notify: async ({ request }) => void request.request_id };
const store = new MemoryApprovalStore();
const approvals = new ApprovalService({ store, audit, latestVersion, keys, notifiers: [notifier] });
// @ts-expect-error The audit log is required.
new ApprovalService({ store, latestVersion, keys });
// @ts-expect-error A key is a Uint8Array.
new ApprovalService({ store, audit, latestVersion, keys: ['secret'] });

const asked = await approvals.request(subject);
// @ts-expect-error A refusal may have no request.
void asked.request.request_id;
if (asked.ok) expectTypeOf(asked.created).toEqualTypeOf<boolean>();
else expectTypeOf(asked.code).toEqualTypeOf<ApprovalRefusalCode>();

for (const result of [
  await approvals.get('apr-1'),
  await approvals.approve('apr-1', approver, 'The change window is open.'),
  await approvals.deny('apr-1', approver, 'The change window is closed.'),
  await approvals.cancel('apr-1', { agent_id: 'worker', verified: true }, 'No longer needed.'),
  await approvals.claim('apr-1', { ...subject, agent_id: 'worker', verified: true, digest: 'd', audit_id: 'evt-1' }),
  await approvals.waitForApproval('apr-1', { timeout: 1_000, signal: AbortSignal.timeout(1) }),
]) {
  if (result.ok) expectTypeOf(result.request).toEqualTypeOf<ApprovalRequest>();
  else expectTypeOf(result.code).toEqualTypeOf<ApprovalRefusalCode>();
}
// @ts-expect-error A reason is required.
await approvals.approve('apr-1', approver);
// @ts-expect-error An approver is an object, not a name.
await approvals.approve('apr-1', 'alice', 'The change window is open.');
// @ts-expect-error A claim needs the digest and the audit id.
await approvals.claim('apr-1', { agent_id: 'worker', verified: true });
// @ts-expect-error The status is unknown.
await approvals.list({ status: 'open' });
