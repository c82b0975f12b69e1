import { join } from 'node:path';
import { scaled } from '@agent-safe/testkit';
import { makeFolder } from '@agent-safe/testkit/folders';
import { expect, onTestFinished, test } from 'vitest';
import { openStateDatabase } from '../src/index.ts';
import { startProcess, startProcesses } from './support/state-process.ts';

const BEARER = { issuedAt: 0, agents: ['child', 'a'], tokens: ['t'] };

test('8 processes can create a new file at the same moment', async () => {
  const folder = makeFolder();
  const processes = await startProcesses(8);
  for (let round = 0; round < scaled(200); round += 1) {
    const path = join(folder, `${round}`, 'state.db');
    const asked = processes.map(async (each) => [
      await each.ask({ verb: 'open', path }),
      await each.ask({ verb: 'redeem', nonce: 'one', expiresAt: Date.now() + 60_000 }),
    ]);
    const answers = (await Promise.all(asked)).map(String).sort();
    expect(answers).toEqual(['open,fresh', ...processes.slice(1).map(() => 'open,replayed')]);
  }
});

test('T13 a revocation takes effect in another process at once', async () => {
  const path = join(makeFolder(), 'state.db');
  const state = openStateDatabase(path);
  onTestFinished(() => state.close());
  const other = await startProcess();
  await other.ask({ verb: 'open', path });
  for (let round = 0; round < scaled(100); round += 1) {
    const [mine, others] = [`mine-${round}`, `others-${round}`];
    const ask = (agent: string) => other.ask({ verb: 'isRevoked', bearer: { ...BEARER, agents: ['child', agent] } });
    expect(await ask(mine)).toBeUndefined();
    await state.revocations.revoke({ agent: mine });
    expect(await ask(mine)).toMatchObject({ kind: 'agent', id: mine });
    await state.revocations.lift(mine);
    expect(await ask(mine)).toMatchObject({ issued_until: expect.any(Number) });
    await other.ask({ verb: 'revoke', subject: { token: others } });
    expect(await state.revocations.isRevoked({ ...BEARER, tokens: [others] })).toMatchObject({ id: others });
  }
});

test('T13 in a process that queries constantly, the first query after a revocation and all later ones see it', async () => {
  const path = join(makeFolder(), 'state.db');
  const state = openStateDatabase(path);
  onTestFinished(() => state.close());
  const askers = await startProcesses(3);
  await Promise.all(askers.map((asker) => asker.ask({ verb: 'open', path })));
  let isRevoked = false;
  const heard = askers.map(async (asker) => {
    for (;;) {
      const isAskedAfter = isRevoked;
      const answer = await asker.ask({ verb: 'isRevoked', bearer: BEARER });
      if (answer !== undefined) break;
      expect(isAskedAfter).toBe(false);
    }
    for (let count = 0; count < 20; count += 1) {
      expect(await asker.ask({ verb: 'isRevoked', bearer: BEARER })).toMatchObject({ kind: 'agent', id: 'a' });
    }
  });
  for (const asker of askers) await asker.ask({ verb: 'isRevoked', bearer: BEARER });
  await state.revocations.revoke({ agent: 'a' });
  isRevoked = true;
  await Promise.all(heard);
});

test('T13 a revocation survives a kill of its process', async () => {
  const path = join(makeFolder(), 'state.db');
  const state = openStateDatabase(path);
  onTestFinished(() => state.close());
  const killed = await startProcess();
  await killed.ask({ verb: 'open', path });
  expect(await killed.ask({ verb: 'revoke', subject: { all: true } })).toMatchObject({ kind: 'all' });
  killed.kill();
  await killed.end();
  expect(await state.revocations.isRevoked(BEARER)).toMatchObject({ kind: 'all' });
});
