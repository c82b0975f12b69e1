import type { ApprovalStore } from '@agent-safe/core';
import { expect, test } from 'vitest';
import { beginEntry } from '../src/request/approval-subject.ts';
import { draftOf } from '../src/request/audit-drafts.ts';
import { EntryMac } from '../src/request/entry-mac.ts';
import { approver, ask, BASIS, HOUR, KEY, makeSubject, makeWorld, START, WORKER } from './support/world.ts';

const refused = (code: string) => expect.objectContaining({ ok: false, code });
const CLAIM = { ...WORKER, ...BASIS, digest: 'digest-A', audit_id: 'evt-1' };
const DECIDED = { ...BASIS, policy_matched: 'production' };
const none = { ok: true };
const found = (request_id: string, status: string) => ({
  ok: true,
  request: expect.objectContaining({ request_id, status }),
});

test('without a request, findOpen finds nothing and does not read the log', async () => {
  const { another } = makeWorld();
  const approvals = another({ latestVersion: () => Promise.reject(new Error('The log must not be read.')) });
  expect(await approvals.findOpen('digest-A', WORKER, DECIDED)).toEqual(none);
});

test('T43 a request is found, and claimed, only for the same answer of the policy', async () => {
  const { approvals } = makeWorld();
  const { id } = await ask(approvals);
  await approvals.approve(id, approver(), 'Yes.');
  for (const change of [
    { code: 'risk_escalated' },
    { rule_digest: 'rule-B' },
    { rule_digest: null },
    { effective_risk: 'critical' },
  ] as const) {
    expect(await approvals.findOpen('digest-A', WORKER, { ...DECIDED, ...change })).toEqual(none);
    expect(await approvals.claim(id, { ...CLAIM, ...change })).toEqual(refused('approval_mismatch'));
    expect((await ask(approvals, change)).id).not.toBe(id);
  }
  expect(await approvals.claim(id, CLAIM)).toMatchObject({ ok: true });
});

test('T43 a request that an earlier version stored can be read and answered, and is never claimed', async () => {
  const { another, approvals, log, store } = makeWorld();
  const mac = new EntryMac([KEY]);
  const required = { quorum: 1, roles: ['approver'], groups: [] };
  const begun = { requestId: 'apr-earlier', now: START, ttl: 3_600, required, secretHash: null };
  const { code: _, rule_digest: __, ...earlier } = beginEntry(makeSubject(), begun);
  const { created, entry } = await store.create(mac.addMac(earlier));
  if (!created) throw new Error('The entry was not created.');
  await log.append([draftOf(entry, mac)]);
  const id = entry.request_id;
  expect(await approvals.get(id)).toMatchObject({ ok: true, request: { status: 'pending' } });
  expect(await approvals.findOpen('digest-A', WORKER, DECIDED)).toEqual(none);
  expect((await ask(another())).id).not.toBe(id);
  expect(await approvals.approve(id, approver(), 'Yes.')).toMatchObject({ ok: true, request: { status: 'approved' } });
  expect(await approvals.findOpen('digest-A', WORKER, DECIDED)).not.toMatchObject({ request: { request_id: id } });
  expect(await approvals.claim(id, CLAIM)).toEqual(refused('approval_mismatch'));
});

test('a request is found while it is pending, and while it is approved and not claimed', async () => {
  const { approvals, time } = makeWorld();
  const { id } = await ask(approvals);
  await ask(approvals, { digest: 'digest-B' });
  expect(await approvals.findOpen('digest-A', WORKER, DECIDED)).toEqual(found(id, 'pending'));
  await approvals.approve(id, approver(), 'Yes.');
  expect(await approvals.findOpen('digest-A', WORKER, DECIDED)).toEqual(found(id, 'approved'));
  time.now += HOUR - 1;
  expect(await approvals.findOpen('digest-A', WORKER, DECIDED)).toEqual(found(id, 'approved'));
  await approvals.claim(id, CLAIM);
  expect(await approvals.findOpen('digest-A', WORKER, DECIDED)).toEqual(none);
});

test.each(['deny', 'cancel', 'end'])('T25 an ended request is not open: %s', async (how) => {
  const { approvals, time } = makeWorld();
  const { id } = await ask(approvals);
  if (how === 'deny') await approvals.deny(id, approver(), 'No.');
  else if (how === 'cancel') await approvals.cancel(id, WORKER, 'No.');
  else time.now += HOUR;
  expect(await approvals.findOpen('digest-A', WORKER, DECIDED)).toEqual(none);
});

test('T25 only the requester finds an approved request, and finds it before a pending one', async () => {
  const { approvals, store } = makeWorld();
  const first = await ask(approvals, { caller_verified: false });
  await approvals.approve(first.id, approver(), 'Yes.');
  const caller = { agent_id: 'worker-01', verified: false };
  expect(await approvals.findOpen('digest-A', caller, DECIDED)).toEqual(none);
  expect(await approvals.findOpen('digest-A', { ...caller, secret: 'guessed' }, DECIDED)).toEqual(none);
  const second = await ask(approvals, { caller_verified: false });
  expect(store.size).toBe(2);
  // A caller with the same name and without the secret sees only the pending request.
  expect(await approvals.findOpen('digest-A', caller, DECIDED)).toEqual(found(second.id, 'pending'));
  const holder = { ...caller, secret: first.secret };
  expect(await approvals.findOpen('digest-A', holder, DECIDED)).toEqual(found(first.id, 'approved'));
  for (const other of [WORKER, { agent_id: null, verified: false }, { agent_id: 'worker-02', verified: false }]) {
    expect(await approvals.findOpen('digest-A', other, DECIDED)).toEqual(none);
  }
});

test('T25 a request that is approved in the store but not in the log is pending', async () => {
  const { another } = makeWorld();
  const { id } = await ask(another());
  const killed = another({ audit: { append: () => new Promise<never>(() => undefined) } });
  void killed.approve(id, approver(), 'Yes.');
  expect(await another().findOpen('digest-A', WORKER, DECIDED)).toEqual(found(id, 'pending'));
});

test('T47 findOpen skips damaged entries of any shape, and does not throw', async () => {
  const { another, approvals, store } = makeWorld();
  const { id } = await ask(approvals);
  const [entry] = await store.list();
  for (const damaged of [
    { request_id: id, mac: '' },
    { ...entry, required: null },
    { ...entry, resolutions: 'none' },
    null,
    7,
    [],
  ]) {
    const list = async () => [damaged as never, ...(await store.list())];
    const broken: ApprovalStore = new Proxy(store, {
      get: (target, name) => (name === 'list' ? list : Reflect.get(target, name).bind(target)),
    });
    expect(await another({ store: broken }).findOpen('digest-A', WORKER, DECIDED)).toEqual(found(id, 'pending'));
    expect(await another({ store: broken }).list()).toMatchObject({ ok: true });
  }
});

test('T25 findOpen skips forged entries, and refuses if the log or store fails', async () => {
  const { another, store } = makeWorld();
  const { id } = await ask(another());
  const approved = await store.get(id);
  if (approved === undefined) throw new Error('The request is not stored.');
  const forged = { ...approved, request_id: 'apr-forged', status: 'approved' as const };
  const list = async () => [forged, approved];
  const tampered: ApprovalStore = {
    create: (entry) => store.create(entry),
    get: (requestId) => store.get(requestId),
    list,
    resolve: (requestId, next, version) => store.resolve(requestId, next, version),
  };
  expect(await another({ store: tampered }).findOpen('digest-A', WORKER, DECIDED)).toEqual(found(id, 'pending'));
  const fail = async () => Promise.reject(new Error('hunter2'));
  expect(await another({ latestVersion: fail }).findOpen('digest-A', WORKER, DECIDED)).toEqual(
    refused('audit_unavailable'),
  );
  const lost = { create: fail, get: fail, list: fail, resolve: fail };
  expect(await another({ store: lost }).findOpen('digest-A', WORKER, DECIDED)).toEqual(refused('state_unavailable'));
});
