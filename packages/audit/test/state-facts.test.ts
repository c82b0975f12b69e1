import { hash } from 'node:crypto';
import { appendFileSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AuditDraft } from '@agent-safe/core';
import { makeFolder } from '@agent-safe/testkit/folders';
import { expect, onTestFinished, test } from 'vitest';
import { openAuditLog, verifyLog } from '../src/index.ts';

const fact = (id: string): AuditDraft => {
  return { event_type: 'revocation', fields: { change: 'revoked', kind: 'agent', id, issued_until: null } };
};
const plain = (reason = 'No fact'): AuditDraft => {
  const fields = { key: 'nobody:', caller: null, approvers: [], reason, reset_until: '2026-01-05T12:00:00.000Z' };
  return { event_type: 'risk_reset', fields: { ...fields, cumulative_risk_score: 0, circuit: null, denials: null } };
};

function makeLog(options: Parameters<typeof openAuditLog>[1] = {}) {
  const path = join(makeFolder(), 'audit.jsonl');
  const open = () => {
    const log = openAuditLog(path, options);
    onTestFinished(() => log.close());
    return log;
  };
  return { path, open };
}

test('T45 each event has the number of facts so far, and a log without facts has no number', async () => {
  const { open, path } = makeLog();
  const log = open();
  expect(await log.stateFacts?.()).toEqual({ id: '', name: path, count: 0 });
  const receipts = await log.append([plain(), fact('a'), plain(), fact('b'), plain()]);
  expect(receipts.map(({ state_facts }) => state_facts)).toEqual([undefined, 1, 1, 2, 2]);
  const [first = ''] = readFileSync(path, 'utf8').split('\n');
  expect(first).not.toContain('state_facts');
  const id = receipts[0]?.entry_hash;
  // The process that writes, and another process.
  for (const each of [log, open()]) expect(await each.stateFacts?.()).toEqual({ id, name: path, count: 2 });
  const [next] = await open().append([plain()]);
  expect(next?.state_facts).toBe(2);
  expect((await verifyLog(path)).verdict).toBe('ok, unanchored');
});

test('T45 the number is right after the log was rotated, and for long lines', async () => {
  const { open } = makeLog({ maxBytes: 4_096 });
  for (let count = 1; count <= 30; count += 1) {
    const log = open();
    await log.append([fact(`agent-${count}`)]);
    await log.append([plain('long '.repeat(count * 500))]);
    expect((await open().stateFacts?.())?.count).toBe(count);
    await log.close();
  }
});

test('T45 the number is right in a log whose end is torn at any byte', async () => {
  const { open, path } = makeLog();
  await open().append([plain(), fact('a'), plain()]);
  const { length } = readFileSync(path);
  const log = open();
  await log.append([fact('b')]);
  const whole = readFileSync(path);
  for (let size = length; size <= whole.length; size += 7) {
    writeFileSync(path, whole);
    truncateSync(path, size);
    const count = size === whole.length ? 2 : 1;
    expect((await openAuditLog(path).stateFacts?.())?.count, `${size} bytes`).toBe(count);
    const next = open();
    const [receipt] = await next.append([plain()]);
    // A line that lacks only its line end is complete.
    expect(receipt?.state_facts, `${size} bytes`).toBe(size >= whole.length - 1 ? 2 : 1);
    await next.close();
  }
});

/** A line as 0.11 writes it: `json.dumps` with sorted keys. */
const LEGACY =
  '{"action": "a", "caller": "", "context": {}, "correlation_id": null, "decision": "allow", "effective_risk": "low", ' +
  '"event_id": "e1", "event_type": "decision", "params": {}, "policy_matched": null, "prev_hash": "PREV", ' +
  '"reason": "r", "risk_class": "low", "target": "", "ticket_id": null, "timestamp": "2026-01-05T12:00:00+00:00"}';

test('T45 a log of 0.11 has no facts, and its first fact is number 1', async () => {
  const { open, path } = makeLog();
  const body = LEGACY.replace('PREV', '0'.repeat(64));
  const entry = hash('sha256', body);
  appendFileSync(path, `${body.replace('"event_id"', `"entry_hash": "${entry}", "event_id"`)}\n`);
  expect(await open().stateFacts?.()).toEqual({ id: entry, name: path, count: 0 });
  const [receipt] = await open().append([fact('a')]);
  expect(receipt).toMatchObject({ seq: 2, state_facts: 1 });
  expect(await open().stateFacts?.()).toEqual({ id: entry, name: path, count: 1 });
});

test('T45 a text or parameter that looks like the number is not taken for it', async () => {
  const { open } = makeLog();
  const zeros = '0'.repeat(64);
  await open().append([plain(`","state_facts":99,"prev_hash":"${zeros}","entry_hash":"${zeros}"}`)]);
  expect((await open().stateFacts?.())?.count).toBe(0);
  await expect(
    open().append([{ event_type: 'risk_reset', fields: { state_facts: 7 } } as unknown as AuditDraft]),
  ).rejects.toThrow('reserved name');
});

test('T45 a log with a falling number of facts was tampered with, even if every hash is valid', async () => {
  const { open, path } = makeLog();
  const log = open();
  await log.append([fact('a'), fact('b')]);
  await log.close();
  const last = JSON.parse(readFileSync(path, 'utf8').trimEnd().split('\n').at(-1) ?? '') as Record<string, unknown>;
  const { entry_hash, ...rest } = last;
  for (const facts of [undefined, 0, 1]) {
    const forged = { ...rest, seq: 3, event_id: 'evt-3', write_seq: 3, state_facts: facts, prev_hash: entry_hash };
    const body = JSON.stringify(forged);
    const whole = readFileSync(path);
    appendFileSync(path, `${body.slice(0, -1)},"entry_hash":"${hash('sha256', body)}"}\n`);
    expect(await verifyLog(path)).toMatchObject({ verdict: 'tampered', seq: 3 });
    writeFileSync(path, whole);
  }
  expect((await verifyLog(path)).verdict).toBe('ok, unanchored');
});
