import { appendFileSync, copyFileSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bindState, openAuditLog } from '@agent-safe/audit';
import { AgentSafeError } from '@agent-safe/core';
import { loadKeys, verificationKeys } from '@agent-safe/registry';
import { sqliteStores } from '@agent-safe/store-sqlite';
import { TicketVerifier } from '@agent-safe/tickets';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { AgentSafe, OpenOptions } from '../src/index.ts';
import { brief, makeProject, restart, type TestProject } from './support/project.ts';
import { StateFile } from './support/state-file.ts';

const worker = { ...restart, caller: 'worker' };
const other = { ...restart, caller: 'other' };
const MINUTE = 60_000;

/** Opens a project, works with it, and closes it, as a command does. */
async function within<Result>(
  project: TestProject,
  work: (safe: AgentSafe) => Promise<Result>,
  options: OpenOptions = {},
): Promise<Result> {
  const safe = await project.open(options);
  try {
    return await work(safe);
  } finally {
    await safe.close();
  }
}

function answers(project: TestProject): Promise<readonly string[]> {
  return within(project, async (safe) => {
    const decisions = [];
    for (const request of [worker, other, restart]) decisions.push(brief(await safe.check(request)));
    return decisions;
  });
}

const REFUSED = Array.from({ length: 3 }, () => 'deny state_unavailable');
const REVOKED = ['deny caller_revoked', 'allow rule', 'allow rule'];

async function makeRevoked() {
  const project = makeProject({ '*': 'allow' });
  const state = new StateFile(project.folder);
  await within(project, (safe) => safe.check(other));
  state.copyTo('early');
  await within(project, (safe) => safe.revocations.add({ agent: 'worker' }));
  return { project, state };
}

/** A program that executes tickets, with its own connections. */
function openExecutor({ folder, time }: TestProject) {
  const clock = () => time.now;
  const stores = sqliteStores(join(folder, 'state.db'), { clock });
  const log = openAuditLog(join(folder, 'audit.jsonl'), { clock });
  onTestFinished(async () => {
    stores.close();
    await log.close();
  });
  const bound = bindState(log, stores);
  if (bound === undefined) throw new Error('The log does not count facts.');
  const { nonces, revocations } = bound.stores;
  const keys = verificationKeys(loadKeys(join(folder, 'keys.json')).tokens);
  return new TicketVerifier({ keys, nonces, revocations, audit: bound, clock });
}

describe('T45 a state beside a log with a revocation', () => {
  test.each<[string, (state: StateFile) => void]>([
    ['is missing', (state) => state.remove()],
    ['has zero bytes', (state) => state.empty()],
    ['is an older copy', (state) => state.restore('early')],
    ['has lost its newest writes', (state) => state.restore('early', [''])],
    ['is the state of another project', (state) => state.restore('foreign')],
    ['is no database', (state) => writeFileSync(state.path, 'something else'.repeat(99))],
  ])('(%s) is refused for every caller, until it is rebuilt', async (_, damage) => {
    const { project, state } = await makeRevoked();
    const foreign = makeProject({ '*': 'allow' });
    await within(foreign, (safe) => safe.revocations.add({ agent: 'somebody' }));
    const theirs = new StateFile(foreign.folder);
    for (const suffix of ['', '-wal']) {
      try {
        writeFileSync(`${state.path}.foreign${suffix}`, readFileSync(`${theirs.path}${suffix}`));
      } catch {
        // SQLite removes the file when the last process closes the state.
      }
    }
    state.remove(['-wal', '-shm']);
    damage(state);
    expect(await answers(project)).toEqual(REFUSED);
    // It stays refused, and no check makes it look whole.
    expect(await answers(project)).toEqual(REFUSED);
    await within(project, async (safe) => {
      const { reason } = await safe.check(other);
      expect(reason).toContain('agent-safe state rebuild');
      await expect(safe.revocations.list()).rejects.toThrow('agent-safe state rebuild');
      expect(await safe.state.rebuild()).toMatchObject({ ok: true });
    });
    expect(await answers(project)).toEqual(REVOKED);
    await within(project, (safe) => safe.state.rebuild());
    expect(await answers(project)).toEqual(REVOKED);
  });

  test('is refused by a process that runs while the file is removed or replaced', async () => {
    const { project, state } = await makeRevoked();
    const [one, two] = [await project.open(), await project.open()];
    for (const safe of [one, two]) expect(brief(await safe.check(other))).toBe('allow rule');
    state.remove();
    expect(brief(await one.check(worker))).toBe('deny state_unavailable');
    state.restore('early');
    expect(brief(await one.check(worker))).toBe('deny state_unavailable');
    expect(brief(await two.check(worker))).toBe('deny state_unavailable');
    expect(brief(await (await project.open()).check(worker))).toBe('deny state_unavailable');
  });

  test('is refused if an older copy is put below the newest writes of SQLite, while a process has it open', async () => {
    const project = makeProject({ '*': 'allow' });
    const state = new StateFile(project.folder);
    await within(project, (safe) => safe.revocations.add({ agent: 'somebody' }));
    state.copyTo('early');
    const safe = await project.open();
    const { ticket } = await safe.check(other);
    await safe.revocations.add({ agent: 'worker' });
    const { loadSqlite } = await import('@agent-safe/core/node');
    const database = new (loadSqlite().DatabaseSync)(state.path);
    onTestFinished(() => database.close());
    database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    // This fact is in the second file, and the revocations are in the first one only.
    expect(await openExecutor(project).redeem(ticket?.token ?? '')).toMatchObject({ ok: true });
    copyFileSync(`${state.path}.early`, state.path);
    expect(brief(await safe.check(worker))).toBe('deny state_unavailable');
    expect(await answers(project)).toEqual(REFUSED);
    expect(await within(project, (again) => again.state.rebuild())).toMatchObject({ ok: true, revocations: 2 });
    expect(await answers(project)).toEqual(REVOKED);
  });

  test('is moved with its log, and stays accepted', async () => {
    const { project } = await makeRevoked();
    const moved = makeProject({ '*': 'allow' });
    for (const name of ['state.db', 'audit.jsonl', 'keys.json']) {
      renameSync(join(project.folder, name), join(moved.folder, name));
    }
    expect(await answers(moved)).toEqual(REVOKED);
  });

  test('is accepted after the log was rotated many times', async () => {
    const project = makeProject({ '*': 'allow' });
    const auditLog = { path: join(project.folder, 'audit.jsonl'), max_bytes: 4_096 };
    await within(project, (safe) => safe.revocations.add({ agent: 'worker' }), { auditLog });
    for (let count = 0; count < 12; count += 1) {
      expect(brief(await within(project, (safe) => safe.check(worker), { auditLog }))).toBe('deny caller_revoked');
    }
    new StateFile(project.folder).remove();
    expect(brief(await within(project, (safe) => safe.check(worker), { auditLog }))).toBe('deny state_unavailable');
    expect(await within(project, (safe) => safe.state.rebuild(), { auditLog })).toMatchObject({ ok: true });
    expect(brief(await within(project, (safe) => safe.check(worker), { auditLog }))).toBe('deny caller_revoked');
  });
});

describe('T45 a state is accepted', () => {
  test('if a log has no facts, with any state or none', async () => {
    const project = makeProject({ '*': 'allow' });
    const state = new StateFile(project.folder);
    const allowed = ['allow rule', 'allow rule', 'allow rule'];
    expect(await answers(project)).toEqual(allowed);
    state.remove();
    expect(await answers(project)).toEqual(allowed);
    state.empty();
    expect(await answers(project)).toEqual(allowed);
    expect(project.events().every((event) => event.state_facts === undefined)).toBe(true);
  });

  test('if a new log begins beside a state, which records its revocations there again', async () => {
    const { project, state } = await makeRevoked();
    renameSync(join(project.folder, 'audit.jsonl'), join(project.folder, 'old.jsonl'));
    expect(await answers(project)).toEqual(REVOKED);
    state.remove();
    expect(await answers(project)).toEqual(REFUSED);
    await within(project, (safe) => safe.state.rebuild());
    expect(await answers(project)).toEqual(REVOKED);
  });

  test('after a crash between the record and the write of the state', async () => {
    const { project } = await makeRevoked();
    const log = openAuditLog(join(project.folder, 'audit.jsonl'), { clock: () => project.time.now });
    const stores = sqliteStores(join(project.folder, 'state.db'), { clock: () => project.time.now });
    const facts = await log.stateFacts?.();
    if (facts === undefined) throw new Error('The log does not count facts.');
    const { state } = await stores.facts.announce(facts, 1);
    const fields = { change: 'revoked', kind: 'agent', id: 'other', issued_until: null } as const;
    await log.append([{ event_type: 'revocation', fields, state_id: state }]);
    stores.close();
    await log.close();
    const expected = ['deny caller_revoked', 'deny caller_revoked', 'allow rule'];
    expect(await answers(project)).toEqual(expected);
    expect(await answers(project)).toEqual(expected);
  });

  test('if two projects with states of their own share a log: they share its revocations', async () => {
    const project = makeProject({ '*': 'allow' }, { rateLimit: { max_requests: 100 } });
    const options = { state: join(project.folder, 'second.db') };
    const check = (given?: OpenOptions) => within(project, async (safe) => brief(await safe.check(worker)), given);
    for (let count = 0; count < 2; count += 1) {
      expect([await check(), await check(options)]).toEqual(['allow rule', 'allow rule']);
    }
    for (let round = 0; round < 3; round += 1) {
      await within(project, (safe) => safe.revocations.add({ agent: `agent-${round}` }), round === 1 ? options : {});
      expect([await check(), await check(options)]).toEqual(['allow rule', 'allow rule']);
    }
    await within(project, (safe) => safe.revocations.add({ agent: 'worker' }));
    expect([await check(options), await check()]).toEqual(['deny caller_revoked', 'deny caller_revoked']);
  });
});

describe('T45 a revocation without a log', () => {
  test('waits in the state until a process with a log records it', async () => {
    const project = makeProject({ '*': 'allow' });
    const state = sqliteStores(join(project.folder, 'state.db'), { clock: () => project.time.now });
    await state.revocations.revoke({ agent: 'worker' });
    await state.revocations.revoke({ agent: 'lifted' });
    await state.revocations.lift('lifted');
    state.close();
    expect(await answers(project)).toEqual(REVOKED);
    expect(await answers(project)).toEqual(REVOKED);
    const recorded = project.events().filter(({ event_type }) => event_type === 'revocation');
    expect(recorded.map(({ change, id }) => `${change} ${id}`)).toEqual(['revoked worker', 'lifted lifted']);
    new StateFile(project.folder).remove();
    expect(await answers(project)).toEqual(REFUSED);
    await within(project, (safe) => safe.state.rebuild());
    expect(await answers(project)).toEqual(REVOKED);
    expect(brief(await within(project, (safe) => safe.check({ ...restart, caller: 'lifted' })))).toBe('allow rule');
  });

  test('is kept by a rebuild that comes first', async () => {
    const { project, state } = await makeRevoked();
    state.restore('early');
    const stores = sqliteStores(state.path, { clock: () => project.time.now });
    await stores.revocations.revoke({ agent: 'other' });
    stores.close();
    await within(project, (safe) => safe.state.rebuild());
    expect(await answers(project)).toEqual(['deny caller_revoked', 'deny caller_revoked', 'allow rule']);
  });
});

test('T45 a rebuild keeps a revocation that no log has, also if the state knows another log', async () => {
  const { project, state } = await makeRevoked();
  state.empty();
  const auditLog = join(project.folder, 'second.jsonl');
  for (let count = 0; count < 2; count += 1) await within(project, (safe) => safe.check(other), { auditLog });
  const stores = sqliteStores(state.path, { clock: () => project.time.now });
  await stores.revocations.revoke({ agent: 'other' });
  stores.close();
  expect(await answers(project)).toEqual(REFUSED);
  expect(await within(project, (safe) => safe.state.rebuild())).toMatchObject({ ok: true, revocations: 2 });
  expect(await answers(project)).toEqual(['deny caller_revoked', 'deny caller_revoked', 'allow rule']);
});

test('T45 a lost state is refused also if the log cannot be read', async () => {
  const { project, state } = await makeRevoked();
  const token = await within(project, (safe) => safe.tokens.issue({ agent_id: 'worker' }));
  const log = join(project.folder, 'audit.jsonl');
  const text = readFileSync(log);
  appendFileSync(log, '{"v":1,"entry_hash":"x"}\n'.repeat(99));
  // With its state, tokens and revocations are still known.
  expect(await within(project, (safe) => safe.tokens.verify(token))).toMatchObject({ code: 'caller_revoked' });
  state.remove();
  await within(project, async (safe) => {
    expect(await safe.tokens.verify(token)).toMatchObject({ ok: false, code: 'state_unavailable' });
    await expect(safe.revocations.list()).rejects.toThrow('cannot be read');
  });
  writeFileSync(log, text);
});

describe('T45 limits beside a lost state', () => {
  test('are neither shown nor reset, and an approver is told about the state', async () => {
    const project = makeProject();
    const state = new StateFile(project.folder);
    await within(project, async (safe) => {
      await safe.revocations.add({ agent: 'worker' });
      const approver = await safe.tokens.issue({ agent_id: 'alice', roles: ['approver'] });
      const { request_id: id = '' } = await safe.check(other);
      await safe.close();
      state.remove();
      await within(project, async (again) => {
        const refused = { ok: false, code: 'state_unavailable' };
        const answer = { approver, reason: 'Checked' };
        await expect(again.risk.list()).rejects.toThrow('agent-safe state rebuild');
        await expect(again.risk.list('other')).rejects.toThrow('agent-safe state rebuild');
        expect(await again.risk.reset({ caller: 'other', ...answer })).toMatchObject(refused);
        for (const act of ['approve', 'deny', 'withdraw', 'reopen'] as const) {
          expect(await again.approvals[act](id, answer)).toMatchObject(refused);
        }
        expect(await again.approvals.get(id)).toMatchObject(refused);
        const parent = approver;
        expect(await again.tokens.delegate({ parent_token: parent, child_agent_id: 'kid' })).toMatchObject(refused);
        expect(await again.tokens.verify(approver)).toMatchObject(refused);
        const { reason } = await again.check({ ...restart, caller: 'other' });
        expect(reason).not.toContain('token');
      });
    });
  });
});

describe('T45 used tickets', () => {
  test('are recorded, and are not used again after the state is lost', async () => {
    const project = makeProject({ '*': 'allow' });
    const state = new StateFile(project.folder);
    const safe = await project.open();
    const { ticket: first } = await safe.check(worker);
    const { ticket: unused } = await safe.check(worker);
    await safe.close();
    state.copyTo('early');
    expect(await openExecutor(project).redeem(first?.token ?? '')).toMatchObject({ ok: true });
    expect(project.events().at(-1)).toMatchObject({
      event_type: 'ticket_redeemed',
      nonce: first?.nonce,
      state_facts: 1,
    });
    expect(await openExecutor(project).redeem(first?.token ?? '')).toMatchObject({ code: 'ticket_replayed' });
    for (const damage of [() => state.remove(), () => state.empty(), () => state.restore('early')]) {
      damage();
      for (const ticket of [first, unused]) {
        expect(await openExecutor(project).redeem(ticket?.token ?? '')).toMatchObject({ code: 'state_unavailable' });
      }
    }
    await within(project, (again) => again.state.rebuild());
    project.time.now += 1_000;
    for (const ticket of [first, unused]) {
      expect(await openExecutor(project).redeem(ticket?.token ?? '')).toMatchObject({ code: 'ticket_outdated' });
    }
    const { ticket: fresh } = await within(project, (again) => again.check(worker));
    expect(await openExecutor(project).redeem(fresh?.token ?? '')).toMatchObject({ ok: true });
  });

  test('are refused if their use cannot be recorded', async () => {
    const project = makeProject({ '*': 'allow' });
    const { ticket } = await within(project, (safe) => safe.check(worker));
    const { folder, time } = project;
    const stores = sqliteStores(join(folder, 'state.db'), { clock: () => time.now });
    onTestFinished(() => stores.close());
    const audit = { append: () => Promise.reject(new AgentSafeError('ERR_AUDIT_UNAVAILABLE', 'The disk is full.')) };
    const keys = verificationKeys(loadKeys(join(folder, 'keys.json')).tokens);
    const verifier = new TicketVerifier({ keys, nonces: stores.nonces, audit, clock: () => time.now });
    expect(await verifier.redeem(ticket?.token ?? '')).toMatchObject({ ok: false, code: 'audit_unavailable' });
    expect(await openExecutor(project).redeem(ticket?.token ?? '')).toMatchObject({ code: 'ticket_replayed' });
  });
});

describe('T45 approvals', () => {
  const answered = { reason: 'Checked' };

  test('a restored older copy blocks no request once the state is rebuilt', async () => {
    const project = makeProject();
    const state = new StateFile(project.folder);
    const safe = await project.open();
    const caller = await safe.tokens.issue({ agent_id: 'worker' });
    const approver = await safe.tokens.issue({ agent_id: 'alice', roles: ['approver'] });
    const { request_id: id = '' } = await safe.check({ ...restart, caller });
    await safe.close();
    state.copyTo('pending');
    await within(project, (again) => again.approvals.deny(id, { ...answered, approver }));
    state.restore('pending');
    await within(project, async (again) => {
      expect(await again.approvals.approve(id, { ...answered, approver })).toMatchObject({ ok: false });
      expect(brief(await again.check({ ...restart, caller }))).toBe('deny state_unavailable');
      expect(await again.state.rebuild()).toMatchObject({ ok: true, canceled: [id] });
      expect(await again.approvals.approve(id, { ...answered, approver })).toMatchObject({ ok: false });
      const decision = await again.check({ ...restart, caller });
      expect(brief(decision)).toBe('require_approval rule');
      expect(decision.request_id).not.toBe(id);
      const next = decision.request_id ?? '';
      expect(await again.approvals.approve(next, { ...answered, approver })).toMatchObject({ ok: true });
      expect(brief(await again.check({ ...restart, caller }))).toBe('allow approved');
    });
    // The old copy is refused for ever.
    state.restore('pending');
    expect(brief(await within(project, (again) => again.check({ ...restart, caller })))).toBe('deny state_unavailable');
  });

  test('a damaged request that blocks the next one is removed by a rebuild', async () => {
    const project = makeProject();
    const safe = await project.open();
    const caller = await safe.tokens.issue({ agent_id: 'worker' });
    const { request_id } = await safe.check({ ...restart, caller });
    const { loadSqlite } = await import('@agent-safe/core/node');
    const database = new (loadSqlite().DatabaseSync)(join(project.folder, 'state.db'));
    database.exec(`UPDATE approvals SET document = replace(document, '"quorum":1', '"quorum":0')`);
    database.close();
    const blocked = await safe.check({ ...restart, caller });
    expect(blocked.reason).toContain('agent-safe state rebuild');
    expect(await safe.state.rebuild()).toMatchObject({ ok: true, canceled: [request_id] });
    const decision = await safe.check({ ...restart, caller });
    expect(brief(decision)).toBe('require_approval rule');
    expect(decision.request_id).toMatch(/^apr-/);
  });
});

describe('T45 a rebuild', () => {
  test('counts the recorded requests of the current windows, so that it refunds nothing', async () => {
    const limits = {
      rateLimit: { max_requests: 5, window_seconds: 3_600 },
      cumulativeRisk: { escalation_threshold: 1_000, deny_threshold: 2_000 },
    };
    const project = makeProject({ '*': 'allow' }, limits);
    await within(project, async (safe) => {
      for (let count = 0; count < 5; count += 1) await safe.check(other);
      await safe.revocations.add({ agent: 'worker' });
      expect(brief(await safe.check(other))).toBe('deny rate_limited');
    });
    const before = await within(project, (safe) => safe.risk.list());
    new StateFile(project.folder).remove();
    await within(project, async (safe) => {
      await safe.state.rebuild();
      expect(await safe.risk.list()).toEqual(before);
      expect(brief(await safe.check(other))).toBe('deny rate_limited');
      project.time.now += 61 * MINUTE;
      expect((await safe.check(other)).result).toBe('allow');
    });
  });

  test('of a tampered log is refused, and the state stays refused', async () => {
    const { project, state } = await makeRevoked();
    const path = join(project.folder, 'audit.jsonl');
    state.remove();
    const text = readFileSync(path, 'utf8');
    writeFileSync(path, text.replace('"other"', '"0ther"'));
    await within(project, async (safe) => {
      expect(await safe.state.rebuild()).toMatchObject({ ok: false, code: 'audit_tampered' });
    });
    writeFileSync(path, text);
    expect(await answers(project)).toEqual(REFUSED);
  });

  test('reads the logs that the state knows, and says which one is missing', async () => {
    const project = makeProject({ '*': 'allow' });
    const second = { auditLog: join(project.folder, 'second.jsonl') };
    await within(project, (safe) => safe.revocations.add({ agent: 'worker' }), second);
    await within(project, (safe) => safe.revocations.add({ agent: 'second' }));
    const gone = `${second.auditLog}.gone`;
    renameSync(second.auditLog, gone);
    await within(project, async (safe) => {
      expect(await safe.state.rebuild()).toMatchObject({ ok: false, code: 'log_missing' });
      const named = await safe.state.rebuild({ logs: [gone] });
      expect(named).toMatchObject({ ok: true, revocations: 2 });
      expect(named.ok ? named.logs.map(({ name }) => name) : []).toEqual([join(project.folder, 'audit.jsonl'), gone]);
    });
    renameSync(gone, `${gone}.again`);
    await within(project, async (safe) => {
      expect(await safe.state.rebuild({ without: [gone] })).toMatchObject({ ok: true });
      expect(brief(await safe.check(worker))).toBe('deny caller_revoked');
    });
  });

  test('counts facts in a log whose end was torn by a crash', async () => {
    const { project, state } = await makeRevoked();
    appendFileSync(join(project.folder, 'audit.jsonl'), '{"v":1,"seq":3,"event_id":"evt-');
    state.remove();
    expect(await answers(project)).toEqual(REFUSED);
    await within(project, (safe) => safe.state.rebuild());
    expect(await answers(project)).toEqual(REVOKED);
  });

  test('that is interrupted leaves the old state refused', async () => {
    const { project, state } = await makeRevoked();
    const clock = () => project.time.now;
    const stores = sqliteStores(state.path, { clock });
    onTestFinished(() => stores.close());
    const facts = {
      ...stores.facts,
      replace: () => Promise.reject(new AgentSafeError('ERR_STORE_UNAVAILABLE', 'Killed.')),
    };
    const safe = await project.open({ stores: { ...stores, facts } });
    expect(await safe.state.rebuild()).toMatchObject({ ok: false, code: 'state_unavailable' });
    await safe.close();
    expect(await answers(project)).toEqual(REFUSED);
    await within(project, (again) => again.state.rebuild());
    expect(await answers(project)).toEqual(REVOKED);
  });
});
