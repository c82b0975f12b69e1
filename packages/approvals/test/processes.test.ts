import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openAuditLog } from '@agent-safe/audit/append';
import type { ApprovalRequest } from '@agent-safe/core';
import { openStateDatabase } from '@agent-safe/store-sqlite';
import { scaled } from '@agent-safe/testkit';
import { makeFolder } from '@agent-safe/testkit/folders';
import { expect, onTestFinished, test } from 'vitest';
import { ApprovalService } from '../src/index.ts';
import { startProcesses } from './support/approvals-process.ts';
import { KEY } from './support/world.ts';

/** These tests start eight processes, on any number of cores. */
const LONG = { timeout: 1_200_000 };

/** Opens the approvals of a folder in this process, without the ability to record changes. */
function openFolder(folder: string): ApprovalService {
  const state = openStateDatabase(join(folder, 'state.db'));
  onTestFinished(() => state.close());
  const log = openAuditLog(join(folder, 'audit.jsonl'));
  onTestFinished(() => log.close());
  const latestVersion = (requestId: string, since: number) => log.latestVersion(requestId, since);
  const audit = { append: () => Promise.reject(new Error('The log must not be written.')) };
  return new ApprovalService({ store: state.approvals, audit, latestVersion, keys: [KEY] });
}

function readEvents(folder: string): readonly Readonly<Record<string, unknown>>[] {
  const lines = readFileSync(join(folder, 'audit.jsonl'), 'utf8').trimEnd().split('\n');
  return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
}

test('T25 with 8 processes and 1,000 requests each, no request is lost and each yields one ticket', LONG, async () => {
  const count = scaled(1_000);
  const folder = makeFolder();
  const processes = await startProcesses(8, folder, KEY);
  const lives = processes.map((each, index) => each.ask({ verb: 'live', name: `process-${index}`, count }));
  const ids = (await Promise.all(lives)) as string[][];
  expect(ids.map(({ length }) => length)).toEqual(processes.map(() => count));
  expect(new Set(ids.flat()).size).toBe(8 * count);
  const listing = await openFolder(folder).list({ limit: 8 * count + 1 });
  if (!listing.ok) throw new Error(listing.reason);
  expect(listing.refused).toEqual([]);
  expect(listing.requests.map(({ request_id }) => request_id).sort()).toEqual(ids.flat().sort());
  for (const { claimed_by_audit_id, digest, status } of listing.requests) {
    expect([status, claimed_by_audit_id]).toEqual(['approved', `evt-${digest}`]);
  }
  const recorded = readEvents(folder).map(({ event_id }) => event_id);
  expect(new Set(recorded).size).toBe(3 * 8 * count);
  expect(recorded).toHaveLength(3 * 8 * count);
});

test(
  'T25 of 8 processes that create, approve and claim the same request together, one succeeds at each',
  LONG,
  async () => {
    const folder = makeFolder();
    const processes = await startProcesses(8, folder, KEY);
    for (let round = 0; round < scaled(200); round += 1) {
      const digest = `round-${round}`;
      const asked = (await Promise.all(processes.map((each) => each.ask({ verb: 'ask', digest })))) as {
        readonly id: string;
        readonly created: boolean;
      }[];
      const id = asked[0]?.id ?? '';
      expect(asked.map((each) => each.id)).toEqual(processes.map(() => id));
      expect(asked.filter(({ created }) => created)).toHaveLength(1);
      const approvals = processes.map((each, index) => each.ask({ verb: 'approve', id, who: `approver-${index}` }));
      expect(countOk(await Promise.all(approvals))).toBe(1);
      const claims = processes.map((each, index) => each.ask({ verb: 'claim', id, digest, audit_id: `evt-${index}` }));
      const answers = await Promise.all(claims);
      expect(countOk(answers)).toBe(1);
      expect(answers.filter((answer) => (answer as { code?: string }).code === 'approval_claimed')).toHaveLength(7);
    }
  },
);

test('T25 an approval is claimed at most once if claiming processes are killed', LONG, async () => {
  const folder = makeFolder();
  for (let round = 0; round < scaled(60); round += 1) {
    const processes = await startProcesses(4, folder, KEY);
    const digest = `round-${round}`;
    const asked = await processes[0]?.ask({ verb: 'ask', digest });
    const { id } = (asked ?? {}) as { readonly id: string };
    await processes[0]?.ask({ verb: 'approve', id, who: 'alice' });
    const claims = processes.map((each, index) => each.ask({ verb: 'claim', id, digest, audit_id: `evt-${index}` }));
    for (const each of processes.slice(0, 1 + (round % 3))) setTimeout(() => each.kill(), round);
    const answers = await Promise.all(claims);
    expect(countOk(answers)).toBeLessThanOrEqual(1);
    const again = await processes[3]?.ask({ verb: 'claim', id, digest, audit_id: 'evt-again' });
    expect(countOk([...answers, again])).toBeLessThanOrEqual(1);
    const claimed = readEvents(folder).filter(({ decision, request_id }) => decision === 'claim' && request_id === id);
    expect(new Set(claimed.map(({ claimed_by_audit_id }) => claimed_by_audit_id)).size).toBeLessThanOrEqual(1);
    for (const each of processes) each.kill();
  }
});

test('a wait ends within a second of an approval by another process', LONG, async () => {
  const folder = makeFolder();
  const [waiter, other] = await startProcesses(2, folder, KEY);
  const delays: number[] = [];
  for (let round = 0; round < 5; round += 1) {
    const asked = await other?.ask({ verb: 'ask', digest: `round-${round}` });
    const { id } = (asked ?? {}) as { readonly id: string };
    const waiting = waiter?.ask({ verb: 'wait', id });
    await other?.ask({ verb: 'approve', id, who: 'alice' });
    const start = performance.now();
    const answer = (await waiting) as { readonly request: ApprovalRequest };
    expect(answer.request.status).toBe('approved');
    delays.push(performance.now() - start);
  }
  process.stdout.write(`wait ended after ${delays.map((delay) => delay.toFixed(0)).join(', ')} ms\n`);
  expect(Math.min(...delays)).toBeLessThan(1_000);
});

function countOk(answers: readonly unknown[]): number {
  return answers.filter((answer) => (answer as { ok?: boolean }).ok).length;
}
