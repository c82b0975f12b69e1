import { readFileSync, writeFileSync } from 'node:fs';
import { announceRandom, scaled } from '@agent-safe/testkit';
import { expect, test } from 'vitest';
import { CheckpointSigner } from '../src/checkpoint/checkpoint-signer.ts';
import { proveEvent, proveGrowth } from '../src/proof/build-proof.ts';
import { findProvable } from '../src/proof/find-provable.ts';
import { verifyProof } from '../src/proof/verify-proof.ts';
import { AuditLog } from '../src/write/audit-log.ts';
import { ArchiveWorld } from './support/archive-world.ts';

/** Signs a checkpoint of all events. @returns the signed note and the number of events */
async function sign(world: ArchiveWorld): Promise<{ readonly note: string; readonly size: number }> {
  const log = new AuditLog(world.path, { clock: () => world.now });
  const { note, size } = await new CheckpointSigner(log, world.key, [], world.checkpoints).sign();
  await log.close();
  return { note, size };
}

test('T53 law: after any archives, the events that remain are proven without them, and the others name them', async () => {
  const random = announceRandom('proofs of archived logs');
  for (let run = 0; run < scaled(60); run += 1) {
    const world = new ArchiveWorld();
    const policy = { keys: [world.key] };
    const older: { readonly note: string; readonly size: number }[] = [];
    let archived = 0;
    for (let part = 0; part < 1 + random.below(3); part += 1) {
      await world.record(1 + random.below(9));
      if (random.below(2) === 0) older.push(await sign(world));
      archived = (await world.archive()).last_seq;
    }
    await world.record(1 + random.below(9));
    older.push(await sign(world));
    await world.record(1 + random.below(4));
    const { note, size } = await sign(world);
    for (let seq = 1; seq <= size; seq += 1) {
      const proof = await proveEvent(world.path, seq, note);
      if (seq <= archived) expect(proof, `event ${seq} of ${size}`).toMatchObject({ ok: false, code: 'archived' });
      else {
        if (!proof.ok) throw new Error(`event ${seq} of ${size}, after ${archived}: ${proof.reason}`);
        expect(verifyProof(Buffer.from(proof.text), policy)).toMatchObject({ ok: true, seq });
      }
    }
    for (const from of older) {
      const growth = await proveGrowth(world.path, from.note, note);
      if (growth.ok) expect(verifyProof(Buffer.from(growth.text), policy)).toMatchObject({ ok: true });
      else expect({ ...growth, isOld: from.size < archived }).toMatchObject({ code: 'archived', isOld: true });
    }
  }
});

test('T53 an event that remains is found by its number, and an archived one names the archive', async () => {
  const world = new ArchiveWorld();
  await world.record(5);
  const { archive, last_seq: last } = await world.archive();
  await world.record(2);
  expect(await findProvable(world.path, String(last + 1))).toMatchObject({ ok: true, seq: last + 1 });
  for (const name of [String(last), 'evt-unknown'])
    expect(await findProvable(world.path, name)).toMatchObject({
      ok: false,
      code: 'archived',
      reason: expect.stringContaining(archive),
    });
});

test('T53 a forged statement proves nothing', async () => {
  const world = new ArchiveWorld();
  await world.record(6);
  const { last_seq: last } = await world.archive();
  await world.record(3);
  const { note } = await sign(world);
  const file = `${world.path}.start`;
  const subtree = /"subtrees":\["(.)/.exec(readFileSync(file, 'utf8'))?.[1];
  writeFileSync(
    file,
    readFileSync(file, 'utf8').replace(`"subtrees":["${subtree}`, `"subtrees":["${subtree === 'A' ? 'B' : 'A'}`),
  );
  expect(await proveEvent(world.path, last + 1, note)).toMatchObject({ ok: false, code: 'tampered' });
});
