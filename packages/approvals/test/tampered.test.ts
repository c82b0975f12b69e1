import { randomBytes } from 'node:crypto';
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadSqlite } from '@agent-safe/core/node';
import { openStateDatabase } from '@agent-safe/store-sqlite';
import { anyDraft } from '@agent-safe/testkit';
import { makeFolder } from '@agent-safe/testkit/folders';
import { expect, onTestFinished, test } from 'vitest';
import { approver, ask, BASIS, KEY, makeSubject, makeWorldWith, START, WORKER } from './support/world.ts';

const CLAIM = { ...WORKER, ...BASIS, digest: 'digest-A', audit_id: 'evt-1' };
const refused = (code: string) => expect.objectContaining({ ok: false, code });

/** A world whose state file the test can write directly. */
function makeFileWorld() {
  const path = join(makeFolder(), 'state.db');
  const state = openStateDatabase(path);
  onTestFinished(() => state.close());
  const { DatabaseSync } = loadSqlite();
  const raw = new DatabaseSync(path);
  onTestFinished(() => raw.close());
  const read = () => String(raw.prepare('SELECT document FROM approvals').get()?.document);
  const write = (document: string, columns = '') => {
    raw.prepare(`UPDATE approvals SET document = ? ${columns}`).run(document);
  };
  return { ...makeWorldWith(state.approvals), path, raw, read, write };
}

test.each<[string, (document: string) => string]>([
  ['the status', (text) => text.replace('"status":"pending"', '"status":"approved"')],
  ['the digest', (text) => text.replace('digest-A', 'digest-B')],
  ['the action', (text) => text.replace('restart-deployment', 'get-deployment')],
  ['the expiry', (text) => text.replace('2026-01-01T01', '2027-01-01T01')],
  ['the quorum', (text) => text.replace('"quorum":1', '"quorum":0')],
  ['the requester', (text) => text.replace('"caller":"worker-01"', '"caller":"worker-02"')],
  ['the version', (text) => text.replace('"version":1', '"version":2')],
  ['a parameter', (text) => text.replace('"namespace":"prod"', '"namespace":"dev"')],
  ['an added member', (text) => text.replace('{', '{"approved":true,')],
  ['a removed member', (text) => text.replace('"ticket_id":null,', '')],
  ['__proto__', (text) => text.replace('{', '{"__proto__":{"status":"approved"},')],
  ['the MAC', (text) => text.replace(/"mac":"[^"]*"/, '"mac":""')],
  ['the MAC, into a number', (text) => text.replace(/"mac":"[^"]*"/, '"mac":1')],
  ['the whole document, into text', () => 'null and void'],
  ['the whole document, into {}', () => '{}'],
])('T25 an entry is refused after a change of %s', async (_, change) => {
  const { approvals, read, write } = makeFileWorld();
  const { id } = await ask(approvals);
  const before = read();
  expect(change(before)).not.toBe(before);
  write(change(before));
  for (const answer of [
    await approvals.get(id),
    await approvals.approve(id, approver(), 'Yes.'),
    await approvals.deny(id, approver(), 'No.'),
    await approvals.claim(id, CLAIM),
    await approvals.waitForApproval(id),
    await approvals.request(makeSubject()),
  ]) {
    expect(answer).toEqual(refused('approval_tampered'));
  }
  expect(await approvals.list()).toMatchObject({ requests: [], refused: [{ refusal: { code: 'approval_tampered' } }] });
  write(before);
  expect(await approvals.get(id)).toMatchObject({ ok: true });
});

test('T25 an entry with a MAC of another key is refused', async () => {
  const { another } = makeFileWorld();
  const { id } = await ask(another({ keys: [randomBytes(32)] }));
  expect(await another().get(id)).toEqual(refused('approval_tampered'));
});

test('an entry is accepted under any of the keys, and the newest makes the next MAC', async () => {
  const { another } = makeFileWorld();
  const newer = randomBytes(32);
  const { id } = await ask(another());
  const rotated = another({ keys: [KEY, newer] });
  expect(await rotated.approve(id, approver(), 'Yes.')).toMatchObject({ ok: true });
  expect(await another().claim(id, CLAIM)).toEqual(refused('approval_tampered'));
  expect(await another({ keys: [newer] }).claim(id, CLAIM)).toMatchObject({ ok: true });
});

test('T25 an entry that contains a forged verification result is refused', async () => {
  const { approvals, read, write } = makeFileWorld();
  const { id } = await ask(approvals);
  const approved = read().replace('"status":"pending"', '"status":"approved"');
  write(approved.replace('{', `{"ok":true,"isRecorded":true,"entry":${approved},"request":${approved},`));
  expect(await approvals.get(id)).toEqual(refused('approval_tampered'));
  expect(await approvals.claim(id, CLAIM)).toEqual(refused('approval_tampered'));
});

test('T25 an entry with a changed audit_seq is refused without reading the log', async () => {
  const { another, log, read, write } = makeFileWorld();
  await log.append([anyDraft({ event_type: 'decision', fields: {} })]);
  const { id } = await ask(another(), { audit_seq: 1 });
  const asked: number[] = [];
  const latestVersion = (requestId: string, since: number) => {
    asked.push(since);
    return log.latestVersion(requestId, since);
  };
  const approvals = another({ latestVersion });
  expect(await approvals.get(id)).toMatchObject({ ok: true, request: { audit_seq: 1 } });
  const before = read();
  write(before.replace('"audit_seq":1', '"audit_seq":2'));
  expect(await approvals.get(id)).toEqual(refused('approval_tampered'));
  // A forged entry decides neither how much of the log is read, nor from where.
  expect(asked).toEqual([1]);
});

test('T25 an entry that is changed while the log is read is refused', async () => {
  const { approvals, another, log, read, write } = makeFileWorld();
  const { id } = await ask(approvals);
  const pending = read();
  let change: () => unknown = () => undefined;
  const slow = another({
    latestVersion: async (requestId, since) => {
      await change();
      change = () => undefined;
      return log.latestVersion(requestId, since);
    },
  });
  change = () => approvals.approve(id, approver(), 'Yes.');
  expect(await slow.get(id)).toMatchObject({ ok: true, request: { status: 'approved', version: 2 } });
  const approved = read();
  for (const forged of [pending, approved.replace('"audit_seq":0', '"audit_seq":7'), 'null']) {
    write(pending, ', version = 1');
    change = () => write(forged, ', version = 2');
    expect(await slow.get(id)).toEqual(refused('approval_tampered'));
  }
});

test('T25 a request stored under the id of another is refused', async () => {
  const { approvals, raw, read } = makeFileWorld();
  const approved = await ask(approvals);
  await approvals.approve(approved.id, approver(), 'Yes.');
  const document = read();
  const { id } = await ask(approvals, { digest: 'digest-B' });
  raw.prepare('UPDATE approvals SET document = ? WHERE request_id = ?').run(document, id);
  expect(await approvals.claim(id, CLAIM)).toEqual(refused('approval_tampered'));
});

test('T25 older copies of a request that are put back are refused', async () => {
  const { approvals, read, write } = makeFileWorld();
  const { id } = await ask(approvals);
  const pending = read();
  await approvals.approve(id, approver(), 'Yes.');
  const approved = read();
  await approvals.claim(id, CLAIM);
  const claimed = read();
  for (const [copy, version] of [
    [pending, 1],
    [approved, 2],
  ] as const) {
    write(copy, `, version = ${version}, status = 'pending'`);
    expect(await approvals.claim(id, CLAIM)).toEqual(refused('approval_tampered'));
    expect(await approvals.approve(id, approver(), 'Yes.')).toEqual(refused('approval_tampered'));
    expect(await approvals.get(id)).toEqual(refused('approval_tampered'));
  }
  write(claimed, ", version = 3, status = 'approved'");
  expect(await approvals.claim(id, CLAIM)).toEqual(refused('approval_claimed'));
});

test('T25 a restored older state file yields no second ticket', async () => {
  const { approvals, path, log, raw } = makeFileWorld();
  const { id } = await ask(approvals);
  await approvals.approve(id, approver(), 'Yes.');
  raw.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  const copy = join(makeFolder(), 'state.db');
  copyFileSync(path, copy);
  await approvals.claim(id, CLAIM);
  const old = openStateDatabase(copy);
  onTestFinished(() => old.close());
  const world = makeWorldWith(old.approvals);
  const again = world.another({ audit: log, latestVersion: log.latestVersion });
  expect(await again.claim(id, CLAIM)).toEqual(refused('approval_tampered'));
});

test('T25 an entry that the log does not know is refused', async () => {
  const { another } = makeFileWorld();
  const { id } = await ask(another());
  await another().approve(id, approver(), 'Yes.');
  const elsewhere = another({ latestVersion: async () => undefined });
  expect(await elsewhere.claim(id, CLAIM)).toEqual(refused('approval_tampered'));
  expect(await elsewhere.get(id)).toEqual(refused('approval_tampered'));
});

test('T21 no secret is stored, recorded or returned', async () => {
  const world = makeFileWorld();
  const { approvals, log, read, time } = world;
  const masked = { password: 'hmac-sha256:abc' };
  // Additional properties of the decision are not copied.
  const asked = await approvals.request({
    ...makeSubject({ caller_verified: false, params: masked }),
    token: 'hunter2',
  } as never);
  if (!asked.ok || asked.secret === undefined) throw new Error('The request was refused.');
  const { request, secret } = asked;
  const claim = { agent_id: 'worker-01', verified: false, ...BASIS, digest: 'digest-A', audit_id: 'evt-1', secret };
  const answers = [
    request,
    await approvals.approve(request.request_id, { ...approver(), token: 'hunter2' } as never, 'Yes.'),
    await approvals.claim(request.request_id, { ...claim, secret: `${secret}x` }),
    await approvals.claim(request.request_id, claim),
    await approvals.list(),
  ];
  time.now = START;
  for (const text of [read(), JSON.stringify(log.events), JSON.stringify(answers)]) {
    expect(text).not.toContain(secret);
    expect(text).not.toContain('hunter2');
  }
  expect(JSON.stringify([log.events, answers])).not.toMatch(/requester_secret_hash|"mac"/);
});

test('T25 a forged store that accepts every claim still yields at most one ticket', async () => {
  const { approvals, another, log, raw } = makeFileWorld();
  const { id } = await ask(approvals);
  await approvals.approve(id, approver(), 'Yes.');
  raw.exec(`CREATE TRIGGER put_back AFTER UPDATE ON approvals WHEN NEW.version > OLD.version BEGIN
    UPDATE approvals SET version = OLD.version, status = OLD.status, document = OLD.document WHERE request_id = OLD.request_id;
  END`);
  const claims = Array.from({ length: 8 }, (_, index) => another().claim(id, { ...CLAIM, audit_id: `evt-${index}` }));
  const tickets = (await Promise.all(claims)).filter(({ ok }) => ok);
  expect(tickets.length).toBeLessThanOrEqual(1);
  expect(log.decisions.filter((decision) => decision === 'claim').length).toBeGreaterThan(1);
  raw.exec('DROP TRIGGER put_back');
  expect(await approvals.claim(id, CLAIM)).toEqual(refused('approval_tampered'));
});
