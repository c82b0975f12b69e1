import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { openAuditLog } from '@agent-safe/audit';
import { actionsPath } from '@agent-safe/catalog';
import { sqliteStores } from '@agent-safe/store-sqlite';
import { expect, onTestFinished, test } from 'vitest';
import { AgentSafe } from '../src/index.ts';
import { memoryAuditLog, memoryStores } from '../src/memory/index.ts';
import { openRunner } from '../src/runner.ts';
import { bindMethods } from './support/bind-methods.ts';
import { makeProject, NOON, restart } from './support/project.ts';

const clock = () => NOON;

test('an AgentSafe does not close the stores and the log that it was given', async () => {
  const project = makeProject({ '*': 'allow' });
  const stores = sqliteStores(join(project.folder, 'own.db'), { clock });
  const audit = openAuditLog(join(project.folder, 'own.jsonl'), { clock });
  onTestFinished(async () => {
    stores.close();
    await audit.close();
  });
  const first = await project.open({ stores, audit });
  const { audit_id } = await first.check(restart);
  await first.revocations.add({ agent: 'worker' });
  await first.close();
  expect(await stores.revocations.list()).toMatchObject([{ id: 'worker' }]);
  expect(await audit.find(audit_id)).toMatchObject({ event_type: 'decision', result: 'allow' });
  const second = await project.open({ stores, audit });
  expect(await second.check({ ...restart, caller: 'worker' })).toMatchObject({ code: 'caller_revoked' });
  for (const name of ['state.db', 'audit.jsonl']) expect(existsSync(join(project.folder, name)), name).toBe(false);
});

test('closing waits for pending records in a log that it was given', async () => {
  const project = makeProject({ '*': 'allow' });
  const log = memoryAuditLog({ clock });
  const [reached, disk] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const audit = {
    ...bindMethods(log),
    append: async (...given: Parameters<typeof log.append>) => {
      reached.resolve();
      await disk.promise;
      return log.append(...given);
    },
  };
  const safe = await project.open({ audit });
  const deciding = safe.check(restart);
  await reached.promise;
  let isClosed = false;
  const closing = safe.close().then(() => {
    isClosed = true;
  });
  await new Promise((resolve) => setImmediate(resolve));
  expect(isClosed).toBe(false);
  disk.resolve();
  await closing;
  expect(log.text()).toContain((await deciding).audit_id);
});

test('other instances with the same ports approve, execute and roll back a decision', async () => {
  const project = makeProject({ '*': 'require_approval' });
  const ports = { stores: memoryStores({ clock }), audit: memoryAuditLog({ clock }) };
  const asking = await project.open(ports);
  const caller = await asking.tokens.issue({ agent_id: 'worker' });
  const approver = await asking.tokens.issue({ agent_id: 'alice', roles: ['approver'] });
  const { request_id = '' } = await asking.check({ ...restart, caller });
  const waiting = asking.approvals.wait(request_id);
  const answering = await project.open(ports);
  await answering.approvals.approve(request_id, { approver, reason: 'Go' });
  expect(await waiting).toMatchObject({ ok: true, request: { status: 'approved' } });
  const { ticket } = await asking.check({ ...restart, caller });
  const runner = await openRunner({ registry: actionsPath, keys: join(project.folder, 'keys.json'), clock, ...ports });
  onTestFinished(() => runner.close());
  const run = { executor: 'dry-run' };
  expect(await runner.execute(ticket?.token ?? '', run)).toMatchObject({ outcome: 'skipped' });
  expect(await runner.execute(ticket?.token ?? '', run)).toMatchObject({ code: 'ticket_replayed' });
  expect(await runner.reconcile()).toMatchObject({ unknown: [], busy: false });
  expect((await asking.audit.verify()).verdict).toBe('ok, unanchored');
});

test.each<[string, object]>([
  ['stores', { stores: {} }],
  ['stores', { stores: null }],
  ['nonces', { stores: { ...memoryStores(), nonces: undefined } }],
  ['audit', { audit: {} }],
  ['signCheckpoint', { audit: { ...bindMethods(memoryAuditLog()), signCheckpoint: undefined } }],
])('an option without %s is refused when the project is opened', async (named, options) => {
  const opening = AgentSafe.open({ config: false, ...options });
  await expect(opening).rejects.toMatchObject({ code: 'ERR_CONFIG_INVALID' });
  await expect(opening).rejects.toThrow(named);
});
