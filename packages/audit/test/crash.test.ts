import { announceRandom, anyDraft, isNightly } from '@agent-safe/testkit';
import { expect, onTestFinished, test } from 'vitest';
import { verifyLog } from '../src/verify/verify.ts';
import { AuditLog } from '../src/write/audit-log.ts';
import { startChild } from './support/child.ts';
import { makeLogPath } from './support/folder.ts';
import { readIds } from './support/read-ids.ts';

const KILLS = isNightly ? 1_000 : 100;
/** One log for each processor of a small machine. */
const LOGS = 2;

const SIZES = [
  { name: 'in one file', options: [], share: 0.7 },
  { name: 'in several files', options: ['--maxBytes=20000'], share: 0.3 },
];

test.each(SIZES)('T15 kill -9 of the writer of a log $name loses no acknowledged event', async (size) => {
  const kills = Math.round((KILLS * size.share) / LOGS);
  const random = announceRandom(`kills of the writer of a log ${size.name}`);
  const seals = await Promise.all(
    Array.from({ length: LOGS }, async () => {
      const path = makeLogPath();
      const acknowledged: string[] = [];
      for (let kill = 0; kill < kills; kill += 1) {
        const child = startChild(
          'writer',
          `--path=${path}`,
          `--name=${kill}`,
          '--together=20',
          '--inPieces',
          ...size.options,
        );
        // At least this many events are acknowledged. Later ones may be in any state.
        await child.written(1 + random.below(40));
        child.process.kill('SIGKILL');
        expect(await child.gone, 'the writer was killed and did not fail').toBe(null);
        acknowledged.push(...child.lines);
        const verdict = await verifyLog(path);
        expect(verdict.verdict, JSON.stringify(verdict)).not.toBe('tampered');
      }
      const log = new AuditLog(path);
      onTestFinished(() => log.close());
      await log.append([anyDraft({ event_id: 'evt-after', event_type: 'decision', fields: {} })]);
      const verdict = await verifyLog(path);
      expect(verdict).toMatchObject({ verdict: 'ok, unanchored' });
      const ids = await readIds(path);
      expect(ids).toHaveLength(verdict.events);
      expect(ids.at(-1)).toBe('evt-after');
      const there = new Set(ids);
      expect(acknowledged.filter((id) => !there.has(id))).toEqual([]);
      return verdict.seals.length;
    }),
  );
  process.stdout.write(`${kills * LOGS} kills have left ${seals.join(' and ')} unfinished writes\n`);
});
