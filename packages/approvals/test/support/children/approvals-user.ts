import { setImmediate } from 'node:timers/promises';
import { openAuditLog } from '@agent-safe/audit/append';
import { watchFile } from '@agent-safe/core/node';
import { openStateDatabase } from '@agent-safe/store-sqlite';
import { ApprovalService } from '../../../src/index.ts';
import type { Task } from '../approvals-process.ts';
import { approver, BASIS, makeSubject, WORKER } from '../world.ts';

// Runs the tasks that the parent sends, and sends back their results.
const [, , folder = '', key = ''] = process.argv;
const state = openStateDatabase(`${folder}/state.db`, { timeout: 60_000 });
const log = openAuditLog(`${folder}/audit.jsonl`, { timeout: 60_000 });
const approvals = new ApprovalService({
  store: state.approvals,
  audit: log,
  latestVersion: (requestId, since) => log.latestVersion(requestId, since),
  keys: [Buffer.from(key, 'base64url')],
  changes: watchFile(`${folder}/state.db`),
});

/** Creates, approves and claims requests with different digests, and returns their ids. */
async function live(name: string, count: number): Promise<readonly string[]> {
  const ids: string[] = [];
  for (let index = 0; index < count; index += 1) {
    const digest = `${name}-${index}`;
    const asked = await approvals.request(makeSubject({ digest }));
    if (!asked.ok) throw new Error(asked.reason);
    const { request_id } = asked.request;
    const approved = await approvals.approve(request_id, approver(), 'Yes.');
    if (!approved.ok) throw new Error(approved.reason);
    const claimed = await approvals.claim(request_id, { ...WORKER, ...BASIS, digest, audit_id: `evt-${digest}` });
    if (!claimed.ok) throw new Error(claimed.reason);
    ids.push(request_id);
  }
  return ids;
}

async function answer(task: Task): Promise<unknown> {
  switch (task.verb) {
    case 'live':
      return live(task.name, task.count);
    case 'ask': {
      const asked = await approvals.request(makeSubject({ digest: task.digest }));
      return asked.ok ? { id: asked.request.request_id, created: asked.created } : asked;
    }
    case 'approve':
      return approvals.approve(task.id, approver(task.who), 'Yes.');
    case 'claim':
      return approvals.claim(task.id, { ...WORKER, ...BASIS, digest: task.digest, audit_id: task.audit_id });
    case 'wait':
      return approvals.waitForApproval(task.id);
  }
}

process.on('message', ({ id, task }: { id: number; task: Task }) => {
  void answer(task)
    .catch((error: unknown) => `failed: ${String(error)}`)
    .then((value) => process.send?.({ id, value }));
});
await setImmediate();
process.send?.({ id: 0, value: 'started' });
