import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { journalPath } from '../src/archive/archive-files.ts';
import { archiveLog } from '../src/archive/archive-log.ts';
import { ArchiveWorld } from './support/archive-world.ts';

const LOCALLY = 'ok, anchored locally';

/** Archives until a step, and ends there as if the process was killed. @returns the steps before */
async function archiveUntil(world: ArchiveWorld, last: number): Promise<readonly string[]> {
  const steps: string[] = [];
  const onStep = (step: string) => {
    if (steps.length === last) throw new Error('killed');
    steps.push(step);
  };
  await archiveLog(world.path, world.options({ onStep })).catch((error: Error) => {
    if (error.message !== 'killed') throw error;
  });
  return steps;
}

async function makeWorld(): Promise<ArchiveWorld> {
  const world = new ArchiveWorld(2_500);
  await world.record(8);
  world.now += 1;
  return world;
}

test('T52 an archive has these steps', async () => {
  const steps = await archiveUntil(await makeWorld(), Number.POSITIVE_INFINITY);
  expect(steps.filter((step) => step !== 'removed')).toEqual([
    'checkpoint',
    'folder',
    'files',
    'statements',
    'journal',
    'rename',
    'record',
    'lock',
    'statement',
    'remove',
    'end',
    'checkpoint',
  ]);
});

test('T52 after a kill at any step, the log continues, and the next archive finishes it', async () => {
  const steps = await archiveUntil(await makeWorld(), Number.POSITIVE_INFINITY);
  for (const step of steps.keys()) {
    const world = await makeWorld();
    await archiveUntil(world, step);
    expect(await world.verify(), `step ${step}`).toMatchObject({ verdict: expect.stringMatching(/^ok/) });
    expect(await world.tryRecord()).toBe('recorded');
    const plan = await world.archive();
    const archives = readdirSync(world.folder).filter((name) => /archive-\d+-\d+$/.test(name));
    const whole = await world.verifyTogether(archives.map((name) => join(world.folder, name)));
    expect(whole, `step ${step}`).toMatchObject({ verdict: LOCALLY });
    expect(whole.events).toBe(whole.seq);
    expect(plan.last_seq).toBeGreaterThanOrEqual(8);
    expect(existsSync(journalPath(world.path))).toBe(false);
    expect(await world.verify()).toMatchObject({ verdict: LOCALLY, archived: { until: plan.last_seq } });
  }
});
