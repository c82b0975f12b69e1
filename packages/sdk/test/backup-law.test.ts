import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { announceRandom, scaled } from '@agent-safe/testkit';
import { expect, onTestFinished, test } from 'vitest';
import { Backups } from './support/backups.ts';
import type { Fact } from './support/children/fact-maker.ts';
import { brief, makeProject, restart } from './support/project.ts';

const PROGRAM = new URL('./support/children/fact-maker.ts', import.meta.url);

/** Starts processes that make facts, and collects what they were told. */
async function startWriters(folder: string, approver: string, count: number) {
  const facts: Fact[] = [];
  const children: ChildProcess[] = [];
  for (let index = 0; index < count; index += 1) {
    const child = fork(PROGRAM, [folder, `writer${index}`, approver], {
      execArgv: ['--conditions=@agent-safe/source', '--no-warnings'],
    });
    onTestFinished(() => void child.kill('SIGKILL'));
    child.on('message', (fact) => facts.push(fact as Fact));
    children.push(child);
  }
  await Promise.all(children.map((child) => once(child, 'message')));
  return {
    facts,
    /** Waits until a number of further facts were told. */
    async wait(more: number) {
      const end = facts.length + more;
      while (facts.length < end) await Promise.race(children.map((child) => once(child, 'message')));
    },
    async kill() {
      const ended = children.map((child) => once(child, 'exit'));
      for (const child of children) child.kill('SIGKILL');
      await Promise.all(ended);
    },
  };
}

test('T52 every fact before a backup holds after its restore, and every fact after it allows nothing more', async () => {
  const random = announceRandom('T52 backups while processes write');
  for (let count = 0; count < scaled(40); count += 1) {
    const project = makeProject({ 'restart-deployment': 'allow', '*': 'require_approval' });
    Object.defineProperty(project.time, 'now', { get: () => Date.now() });
    const backups = new Backups(project);
    const approver = await backups.within((safe) => safe.tokens.issue({ agent_id: 'alice', roles: ['approver'] }));
    const writers = await startWriters(project.folder, approver, 2);
    await writers.wait(random.below(20));
    const before = [...writers.facts];
    const made = await backups.make();
    expect(made).toMatchObject({ ok: true });
    await writers.wait(1 + random.below(20));
    await writers.kill();
    const isLogLost = random.below(2) === 0;
    if (isLogLost) backups.lose('log', 'state');
    else backups.lose('state');
    const restored = await backups.restore();
    expect(restored).toMatchObject({ ok: true, restored: isLogLost ? 'log and state' : 'state' });
    // With the newer log, the facts after the backup hold too.
    const held = isLogLost ? before : writers.facts;
    await backups.within(async (safe) => {
      for (const { id, kind } of held) {
        if (kind === 'revoked')
          expect(brief(await safe.check({ ...restart, caller: id })), id).toBe('deny caller_revoked');
        if (kind !== 'denied') continue;
        const found = await safe.approvals.get(id);
        if (found.ok) expect(found.request.status).not.toBe('approved');
      }
      const verdict = await safe.audit.verify();
      expect(verdict.verdict).toMatch(/^ok/);
    });
    const used = new Set(held.flatMap(({ id, kind }) => (kind === 'used' ? [id] : [])));
    for (const { id, kind } of writers.facts) {
      if (kind === 'used' || (isLogLost && kind === 'issued') || used.has(id))
        expect(await backups.redeem(id)).not.toBe('ok');
    }
  }
}, 300_000);
