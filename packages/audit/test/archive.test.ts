import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { announceRandom, scaled } from '@agent-safe/testkit';
import { describe, expect, onTestFinished, test } from 'vitest';
import { archiveLog } from '../src/archive/archive-log.ts';
import { openAuditLog } from '../src/open-audit-log.ts';
import { followLog } from '../src/read/follow-log.ts';
import { restartLog } from '../src/restart/restart-log.ts';
import { filesystemDestination } from '../src/ship/filesystem.ts';
import { shipLog } from '../src/ship/ship-log.ts';
import { verifyLog } from '../src/verify/verify.ts';
import { ArchiveWorld } from './support/archive-world.ts';
import { sampleEvents } from './support/sample-log.ts';
import { splitLines } from './support/subjects.ts';

const LOCALLY = 'ok, anchored locally';
const never = new AbortController().signal;

async function idsOf(world: ArchiveWorld): Promise<readonly number[]> {
  const seqs: number[] = [];
  for await (const line of world.open().readBackwards()) if ('event' in line) seqs.unshift(Number(line.event.seq));
  return seqs;
}

describe('archiving a log', () => {
  test('T52 one file that was never rotated is archived, and the rest of the log verifies and continues', async () => {
    const world = new ArchiveWorld();
    await world.record(5);
    const plan = await world.archive();
    expect(plan).toMatchObject({ events: 5, first_seq: 1, last_seq: 5, files: ['audit.000000000001.jsonl'] });
    expect(readdirSync(plan.archive).sort()).toEqual(['audit.000000000001.jsonl', 'audit.jsonl.end']);
    expect(existsSync(join(world.folder, 'audit.000000000001.jsonl'))).toBe(false);
    expect(await world.verify()).toMatchObject({
      verdict: LOCALLY,
      archived: { until: 5, folder: 'audit.jsonl.archive-1-5' },
    });
    await world.record(2);
    expect(await idsOf(world)).toEqual([6, 7, 8, 9, 10]);
    expect(await world.verify()).toMatchObject({ verdict: LOCALLY, seq: 10, events: 5 });
  });

  test('T52 the event of the archive names the statement', async () => {
    const world = new ArchiveWorld();
    await world.record(3);
    await world.archive();
    const events = splitLines(readFileSync(world.path)).map((line) => JSON.parse(line) as { event_type: string });
    expect(events.map(({ event_type }) => event_type)).toEqual(['checkpoint', 'log_archived', 'checkpoint']);
    expect(events[1]).toMatchObject({ until: 3, archive: 'audit.jsonl.archive-1-3', files: 1 });
  });

  test('T52 an archive verifies alone, and together with the rest of the log', async () => {
    const world = new ArchiveWorld();
    await world.record(4);
    const { archive } = await world.archive();
    await world.record(3);
    const alone = await verifyLog(join(archive, 'audit.jsonl'), { verifiers: [world.key] });
    expect(alone).toMatchObject({ verdict: LOCALLY, seq: 4, events: 4 });
    expect(await world.verifyTogether([archive])).toMatchObject({ verdict: LOCALLY, seq: 10, events: 10 });
  });

  test('T52 a second archive continues the first', async () => {
    const world = new ArchiveWorld();
    await world.record(4);
    const first = await world.archive();
    await world.record(3);
    const second = await world.archive();
    await world.record(1);
    expect(second).toMatchObject({ first_seq: 5, last_seq: 10 });
    const alone = await verifyLog(join(second.archive, 'audit.jsonl'), { verifiers: [world.key] });
    expect(alone).toMatchObject({ verdict: LOCALLY, seq: 10, events: 6, archived: { until: 4 } });
    expect(await world.verify()).toMatchObject({ verdict: LOCALLY, archived: { until: 10 } });
    expect(await world.verifyTogether([second.archive, first.archive])).toMatchObject({ verdict: LOCALLY, events: 14 });
    expect(await world.verifyTogether([first.archive])).toMatchObject({ verdict: 'tampered' });
  });

  test('T52 law: only files whose events are all older are archived, and no event is lost', async () => {
    const random = announceRandom('archives of random logs');
    for (let run = 0; run < scaled(20); run += 1) {
      const world = new ArchiveWorld(random.below(2) === 0 ? 3_000 : undefined);
      const begin = world.now;
      const archives: string[] = [];
      for (let part = 0; part <= random.below(3); part += 1) {
        await world.record(1 + random.below(12));
        const before = begin + random.below((world.now - begin) / 3_600_000 + 3) * 3_600_000;
        const plan = await world.archive({ before });
        if (plan.events === 0) continue;
        archives.push(plan.archive);
        for (const name of plan.files)
          for (const line of splitLines(readFileSync(join(plan.archive, name))))
            expect(Date.parse(JSON.parse(line).timestamp)).toBeLessThan(before);
      }
      await world.record(1);
      const whole = await world.verifyTogether(archives);
      expect(whole).toMatchObject({ verdict: LOCALLY });
      expect(whole.events).toBe(whole.seq);
      expect(await world.verify()).toMatchObject({ verdict: LOCALLY, seq: whole.seq });
    }
  });

  test('T52 a dry run changes nothing', async () => {
    const world = new ArchiveWorld();
    await world.record(3);
    const before = readdirSync(world.folder);
    expect(await world.archive({ dryRun: true })).toMatchObject({ events: 3, closed: false });
    expect(readdirSync(world.folder)).toEqual(before);
  });

  test('T52 a file with newer events stays, and is closed so that a later archive can take it', async () => {
    const world = new ArchiveWorld();
    await world.record(4);
    const middle = world.now;
    await world.record(4);
    expect(await world.archive({ before: middle })).toMatchObject({ events: 0, closed: true, newer: { seq: 4 } });
    expect(await world.archive({ before: middle })).toMatchObject({ events: 0, closed: false });
    expect(await world.archive()).toMatchObject({ events: 9, last_seq: 9 });
  });

  test('T52 a log that 0.11 began is archived', async () => {
    const world = new ArchiveWorld();
    world.now = Date.parse('2030-01-01T00:00:00Z');
    writeFileSync(world.path, readFileSync(new URL('./fixtures/0.11-whole.jsonl', import.meta.url)));
    await world.record(1);
    const { archive, last_seq } = await world.archive();
    await world.record(1);
    expect(await world.verify()).toMatchObject({ verdict: LOCALLY, events: 4, seq: last_seq + 4 });
    expect(await world.verifyTogether([archive])).toMatchObject({ verdict: LOCALLY, events: last_seq + 4 });
  });
});

describe('refused archives', () => {
  test('T52 an archive is not changed: not archived again, not restarted, not continued', async () => {
    const world = new ArchiveWorld();
    await world.record(3);
    const { archive } = await world.archive();
    const inside = join(archive, 'audit.jsonl');
    const names = readdirSync(archive);
    const refusal = {
      code: 'ERR_AUDIT_INVALID',
      message: expect.stringContaining(`The log is an archive: ${archive}.`),
    };
    for (const dryRun of [true, false])
      await expect(archiveLog(inside, world.options({ dryRun }))).rejects.toMatchObject(refusal);
    await expect(restartLog(inside, { reason: 'a slip' })).rejects.toMatchObject(refusal);
    expect(readdirSync(archive)).toEqual(names);
    const log = openAuditLog(inside, { anchors: { verifiers: async () => [world.key] } });
    onTestFinished(() => log.close());
    await expect(log.append(sampleEvents(1))).rejects.toMatchObject(refusal);
    await expect(log.signCheckpoint(world.key, [world.key])).rejects.toMatchObject(refusal);
    expect(await world.verifyTogether([archive])).toMatchObject({ verdict: LOCALLY });
  });

  test('T52 without a key nothing is archived', async () => {
    const world = new ArchiveWorld();
    await world.record(2);
    expect(await archiveLog(world.path, world.options({ signer: undefined }))).toMatchObject({ code: 'keys_missing' });
  });

  test('T52 events that a destination lacks are not archived', async () => {
    const world = new ArchiveWorld();
    await world.record(3);
    const destination = filesystemDestination(join(world.folder, 'copy.jsonl'), world.path);
    const destinations = [destination.name];
    const refused = { ok: false, code: 'not_delivered', reason: expect.stringContaining('audit ship') };
    const attempt = () => archiveLog(world.path, world.options({ before: world.now + 1, destinations }));
    world.now += 1;
    expect(await attempt()).toMatchObject(refused);
    await shipLog(world.path, destination, never);
    expect(await archiveLog(world.path, world.options({ destinations }))).toMatchObject({ ok: true, events: 3 });
    await world.record(2);
    expect(await shipLog(world.path, destination, never)).toMatchObject({ shipped: 5, seq: 8 });
    expect(await verifyLog(join(world.folder, 'copy.jsonl'))).toMatchObject({
      verdict: 'ok, unanchored',
      seq: 8,
    });
  });

  test('T52 a position of a destination that is not configured counts, too', async () => {
    const world = new ArchiveWorld();
    await world.record(3);
    await shipLog(world.path, filesystemDestination(join(world.folder, 'copy.jsonl'), world.path), never);
    await world.record(3);
    world.now += 1;
    expect(await archiveLog(world.path, world.options())).toMatchObject({ ok: false, code: 'not_delivered' });
  });

  test('T52 a new copy is refused until it has the archive', async () => {
    const world = new ArchiveWorld();
    await world.record(3);
    const { archive } = await world.archive();
    const copy = join(world.folder, 'copy.jsonl');
    await expect(shipLog(world.path, filesystemDestination(copy, world.path), never)).rejects.toThrow(
      /Ship the archive/,
    );
    const inArchive = join(archive, 'audit.jsonl');
    await shipLog(inArchive, filesystemDestination(copy, inArchive), never);
    expect(await shipLog(world.path, filesystemDestination(copy, world.path), never)).toMatchObject({
      seq: 6,
      archived: 3,
    });
    expect(await verifyLog(copy)).toMatchObject({ events: 6 });
  });

  test('T52 a tampered log is not archived', async () => {
    const world = new ArchiveWorld();
    await world.record(3);
    writeFileSync(world.path, readFileSync(world.path, 'utf8').replace('"seq":2', '"seq":9'));
    world.now += 1;
    expect(await archiveLog(world.path, world.options())).toMatchObject({ ok: false, code: 'audit_tampered' });
  });

  test('T52 a state that lacks archived facts is refused', async () => {
    const world = new ArchiveWorld();
    await world.record(2, {
      event_type: 'revocation',
      fields: { change: 'revoked', kind: 'agent', id: 'evil', issued_until: null },
    });
    const attempt = (applied: number) => archiveLog(world.path, world.options({ appliedFacts: async () => applied }));
    world.now += 1;
    expect(await attempt(1)).toMatchObject({ ok: false, code: 'state_behind' });
    expect(await attempt(2)).toMatchObject({ ok: true, revocations: 1 });
  });
});

describe('programs that have the log open', () => {
  test('T52 they record on after any archive, and read the rest of the log', async () => {
    const world = new ArchiveWorld();
    const log = world.open();
    for (let count = 0; count < 3; count += 1) {
      world.now += 1;
      await log.append(sampleEvents(2));
      await world.archive();
    }
    await log.append(sampleEvents(1));
    expect(await world.verify()).toMatchObject({ verdict: LOCALLY });
    expect((await log.archived?.())?.until).toBe(12);
    expect(await log.stateFacts?.()).toMatchObject({ count: 0 });
  });

  test('T52 a log keeps its identity and the number of its facts', async () => {
    const world = new ArchiveWorld();
    await world.record(2, {
      event_type: 'revocation',
      fields: { change: 'revoked', kind: 'agent', id: 'evil', issued_until: null },
    });
    const before = await world.open().stateFacts?.();
    await world.archive();
    expect(await world.open().stateFacts?.()).toEqual(before);
  });

  test('T52 a follower that has read everything continues', async () => {
    const world = new ArchiveWorld();
    await world.record(3);
    const stop = new AbortController();
    const lines = followLog(world.path, stop.signal);
    const next = lines.next();
    await world.archive();
    const seen = [await next, await lines.next(), await lines.next()];
    stop.abort();
    const types = seen.map(({ value }) => value !== undefined && 'event' in value && value.event.event_type);
    expect(types).toEqual(['checkpoint', 'log_archived', 'checkpoint']);
  });

  test('T52 many writers and archives at once lose no event', async () => {
    const world = new ArchiveWorld(4_000);
    const logs = [world.open(), world.open(), world.open()];
    const writers = logs.map(async (log) => {
      for (let count = 0; count < 30; count += 1) {
        world.now += 1;
        await log.append(sampleEvents(1));
      }
    });
    const archives: string[] = [];
    await world.record(1);
    let isDone = false;
    const written = Promise.all(writers).then(() => {
      isDone = true;
    });
    while (!isDone) {
      const plan = await world.archive({ before: world.now });
      if (plan.events > 0) archives.push(plan.archive);
    }
    await written;
    const whole = await world.verifyTogether(archives);
    expect(whole).toMatchObject({ verdict: LOCALLY });
    expect(whole.events).toBe(whole.seq);
  });
});
