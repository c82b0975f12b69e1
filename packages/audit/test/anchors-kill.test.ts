import { generateKeyPairSync } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { parseJson } from '@agent-safe/core';
import { announceRandom, isNightly } from '@agent-safe/testkit';
import { expect, test } from 'vitest';
import { noteVerifier } from '../src/format/note.ts';
import { verifyLog } from '../src/verify/verify.ts';
import { startChild } from './support/child.ts';
import { makeLogPath } from './support/folder.ts';
import { memoryCheckpoints } from './support/memory-checkpoints.ts';
import { readIds } from './support/read-ids.ts';

const KILLS = isNightly ? 300 : 25;

test('T48 kill -9 between log, checkpoint and state is never tampering, and the next process continues', async () => {
  const random = announceRandom('kills of a writer that signs checkpoints');
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const pem = privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();
  const verifiers = [noteVerifier('log.example/agent-safe', publicKey)];
  const path = makeLogPath();
  const acknowledged: string[] = [];
  for (let kill = 0; kill < KILLS; kill += 1) {
    const child = startChild('anchored-writer', `--path=${path}`, `--name=${kill}`, `--key=${pem}`);
    await child.written(1 + random.below(12));
    child.process.kill('SIGKILL');
    expect(await child.gone, 'the writer was killed and did not fail').toBe(null);
    acknowledged.push(...child.lines);
    const checkpoints = memoryCheckpoints();
    const state = `${path}.state`;
    if (existsSync(state)) await checkpoints.put(path, parseJson(readFileSync(state, 'utf8'), state) as never);
    const verdict = await verifyLog(path, { verifiers, checkpoints });
    expect(verdict.verdict, JSON.stringify(verdict)).not.toBe('tampered');
  }
  const ids = new Set(await readIds(path));
  expect(acknowledged.filter((id) => !ids.has(id))).toEqual([]);
});
