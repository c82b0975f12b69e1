import { copyFileSync, existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { restartLog } from '../src/restart/restart-log.ts';
import { confirmVerdict } from '../src/verify/confirm-verdict.ts';
import { verifyLog } from '../src/verify/verify.ts';
import { listCheckpoints } from '../src/witness/list-checkpoints.ts';
import { readWitnessRecords, witnessesPath } from '../src/witness/stored-witnesses.ts';
import { submitCheckpoint } from '../src/witness/submit-checkpoint.ts';
import { submitNewest } from '../src/witness/submit-newest.ts';
import { makeSignedLog } from './support/signed-log.ts';
import { makeSigner } from './support/signer.ts';
import { makeWitnessKeys, startTestWitness } from './support/test-witness.ts';

const signer = makeSigner();
const makeLog = () => makeSignedLog(signer);

const BESIDE = ['', '.checkpoint', '.tree', '.witnesses'];

test('T53 a log that was put back with everything beside it is cut: the witness has seen more', async () => {
  const { grow, path, reopen } = makeLog();
  const witness = await startTestWitness('witness.example/one', signer);
  await submitCheckpoint(path, (await grow(5)).note, [witness.option]);
  await reopen();
  for (const end of BESIDE) copyFileSync(`${path}${end}`, `${path}${end}.old`);
  await submitCheckpoint(path, (await grow(4)).note, [witness.option]);
  await reopen();
  for (const end of BESIDE) copyFileSync(`${path}${end}.old`, `${path}${end}`);
  const local = await verifyLog(path, { verifiers: [signer] });
  expect(local.verdict).toBe('ok, anchored locally');
  const results = await submitNewest(path, [signer], [witness.option]);
  expect(results).toMatchObject([{ ok: false, code: 'log_cut', isEvidence: true }]);
  expect(confirmVerdict(local, results, 1)).toMatchObject({ verdict: 'tampered', problem: 'cut' });
  // The log grows again, past the size that the witness knows: then its content differs.
  const { note, size } = await grow(9);
  expect(size).toBeGreaterThan(witness.known.size);
  const again = await submitCheckpoint(path, note, [witness.option]);
  expect(again).toMatchObject([{ ok: false, code: 'log_differs', isEvidence: true }]);
  expect(confirmVerdict(local, again, 1)).toMatchObject({ verdict: 'tampered', problem: 'checkpoint_wrong' });
});

test('a checkpoint that another process made old is not evidence against the log', async () => {
  const { grow, path } = makeLog();
  const witness = await startTestWitness('witness.example/one', signer);
  const early = await grow(3);
  const late = await grow(3);
  await submitCheckpoint(path, late.note, [witness.option]);
  expect(await submitCheckpoint(path, early.note, [witness.option])).toMatchObject([
    { ok: false, code: 'witness_ahead', isEvidence: false },
  ]);
  expect(readWitnessRecords(path)).toMatchObject([{ size: late.size, failure: { code: 'witness_ahead' } }]);
  expect(await submitNewest(path, [signer], [witness.option])).toMatchObject([{ ok: true, size: late.size }]);
});

test('T53 only fresh cosignatures of enough witnesses satisfy an anchor; stored ones do not', async () => {
  const { grow, path } = makeLog();
  const witness = await startTestWitness('witness.example/one', signer);
  const results = await submitCheckpoint(path, (await grow(3)).note, [witness.option]);
  const local = await verifyLog(path, { verifiers: [signer] });
  expect(local.verdict).toBe('ok, anchored locally');
  expect(confirmVerdict(local, results, 2).verdict).toBe('ok, anchored locally');
  expect(confirmVerdict(local, [], 0).verdict).toBe('ok, anchored locally');
  const anchor = { size: 3, origin: signer.name, witnesses: [witness.key.name] };
  expect(confirmVerdict(local, results, 1)).toMatchObject({ verdict: 'ok', anchor });
  const note = listCheckpoints(path, [signer])[0]?.note ?? '';
  const given = { verifiers: [signer], checkpoint: note, witnesses: [witness.key] };
  expect(await verifyLog(path, given)).toMatchObject({ verdict: 'ok', anchor });
  const forged = { ...makeWitnessKeys(witness.key.name).key, keyId: witness.key.keyId };
  await expect(verifyLog(path, { ...given, witnesses: [forged] })).rejects.toThrow(/cosignature/);
});

test('T53 a log that was replaced together with its own checkpoint does not match a stored cosigned checkpoint', async () => {
  const { grow, path, reopen } = makeLog();
  const witness = await startTestWitness('witness.example/one', signer);
  await submitCheckpoint(path, (await grow(5)).note, [witness.option]);
  await reopen();
  for (const end of ['', '.checkpoint', '.tree']) rmSync(`${path}${end}`);
  await grow(3);
  expect(await verifyLog(path, { verifiers: [signer] })).toMatchObject({ verdict: 'tampered' });
  await grow(30);
  expect(await verifyLog(path, { verifiers: [signer] })).toMatchObject({
    verdict: 'tampered',
    problem: 'checkpoint_wrong',
  });
});

test('a restart archives the records about witnesses, and a log of the same key is refused', async () => {
  const { grow, path, reopen } = makeLog();
  const witness = await startTestWitness('witness.example/one', signer);
  await submitCheckpoint(path, (await grow(5)).note, [witness.option]);
  await reopen();
  const { archive } = await restartLog(path, { reason: 'test', verifiers: [signer] });
  expect([existsSync(witnessesPath(path)), existsSync(join(archive, 'audit.jsonl.witnesses'))]).toEqual([false, true]);
  const { note } = await grow(1);
  expect(await submitCheckpoint(path, note, [witness.option])).toMatchObject([{ ok: false, code: 'log_cut' }]);
  expect(readFileSync(witnessesPath(path), 'utf8')).toContain('log_cut');
});
