import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openAuditLog } from '../src/open-audit-log.ts';
import { verifyLog } from '../src/verify/verify.ts';
import { makeFolder } from './support/folder.ts';
import { memoryCheckpoints } from './support/memory-checkpoints.ts';
import { joinLines, mintLines, readMinted, sampleEvents } from './support/sample-log.ts';
import { splitLines } from './support/subjects.ts';

/** A project without keys: only its state keeps the last event of the log. */
function makeWorld(every: number, maxBytes?: number) {
  const path = join(makeFolder(), 'audit.jsonl');
  const checkpoints = memoryCheckpoints();
  const open = () => {
    const log = openAuditLog(path, { maxBytes, anchors: { checkpoints, every } });
    onTestFinished(() => log.close());
    return log;
  };
  const append = async (count = 1) => {
    const log = open();
    try {
      for (let each = 0; each < count; each += 1) await log.append(sampleEvents(1));
      return 'recorded';
    } catch (error) {
      return (error as { code: string }).code;
    } finally {
      await log.close();
    }
  };
  return { path, checkpoints, open, append, verify: () => verifyLog(path, { checkpoints }) };
}

function reforge(path: string): void {
  const events = splitLines(readFileSync(path)).map(readMinted);
  writeFileSync(path, joinLines(mintLines(events.map((event) => ({ ...event, fields: { reason: 'forged' } })))));
}

test('T48 without keys, the state keeps the last event, and the log is anchored by it', async () => {
  const world = makeWorld(1_000);
  expect(await world.append(3)).toBe('recorded');
  expect(world.checkpoints.known.get(world.path)).toMatchObject({ size: 3, note: null });
  expect(existsSync(`${world.path}.checkpoint`)).toBe(false);
  expect(await world.verify()).toMatchObject({
    verdict: 'ok, anchored locally',
    anchor: { size: 3, origin: 'state' },
  });
  expect(await verifyLog(world.path), 'without the state').toMatchObject({ verdict: 'ok, unanchored' });
  expect(await world.append(2)).toBe('recorded');
  expect(await world.verify()).toMatchObject({ verdict: 'ok, anchored locally', anchor: { size: 5 } });
});

test.each([1, 4])('T48 without keys, an open process keeps an event after each %i events', async (every) => {
  const world = makeWorld(every);
  const log = world.open();
  for (let count = 0; count < 9; count += 1) await log.append(sampleEvents(1));
  // The next append waits for the one before.
  expect(world.checkpoints.known.get(world.path)?.size).toBeGreaterThanOrEqual(9 - every);
  await log.close();
  expect(world.checkpoints.known.get(world.path)?.size).toBe(9);
});

test.each([
  ['forged throughout', reforge],
  ['removed', (path: string) => rmSync(path)],
  ['truncated', (path: string) => writeFileSync(path, joinLines(splitLines(readFileSync(path)).slice(0, 4)))],
] as const)('T48 without keys, a log that was %s is tampered, and denied', async (_, commit) => {
  const world = makeWorld(1_000);
  await world.append(8);
  commit(world.path);
  expect(await world.verify()).toMatchObject({ verdict: 'tampered' });
  expect(await world.append()).toBe('ERR_AUDIT_UNAVAILABLE');
});

test('T48 without keys, a rotated log is checked in the file of the last event', async () => {
  const world = makeWorld(1, 1_500);
  for (let count = 0; count < 12; count += 1) expect(await world.append(), `event ${count + 1}`).toBe('recorded');
  expect(await world.verify()).toMatchObject({ verdict: 'ok, anchored locally', seq: 12 });
});

test('T48 while the state cannot be read, events are recorded, and the check is made up for later', async () => {
  const world = makeWorld(1_000);
  await world.append(8);
  const kept = world.checkpoints.known.get(world.path);
  const { AgentSafeError } = await import('@agent-safe/core');
  let isDown = true;
  const checkpoints = {
    ...world.checkpoints,
    get: async (log: string) => {
      if (isDown) throw new AgentSafeError('ERR_STORE_UNAVAILABLE', 'down');
      return world.checkpoints.get(log);
    },
  };
  writeFileSync(world.path, joinLines(splitLines(readFileSync(world.path)).slice(0, 4)));
  const log = openAuditLog(world.path, { anchors: { checkpoints } });
  onTestFinished(() => log.close());
  await expect(log.append(sampleEvents(1))).resolves.toHaveLength(1);
  isDown = false;
  expect(kept?.size).toBe(8);
  await expect(log.append(sampleEvents(1))).rejects.toMatchObject({ code: 'ERR_AUDIT_UNAVAILABLE' });
});
