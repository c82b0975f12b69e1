import { copyFileSync, cpSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder } from '@agent-safe/testkit/folders';
import { expect, test } from 'vitest';
import { AuditLog, type DestinationOption, shipLog } from '../src/index.ts';
import { openDestinations } from '../src/ship/destinations.ts';

const never = new AbortController().signal;

/** A log that was shipped, an older copy that was put back, and events after that. */
async function makeRestored(option: (folder: string) => DestinationOption, more: number) {
  const folder = makeFolder();
  const path = join(folder, 'audit.jsonl');
  const add = async (count: number) => {
    const log = new AuditLog(path);
    for (let index = 0; index < count; index += 1)
      await log.append([
        {
          event_type: 'revocation',
          fields: { change: 'lifted', kind: 'agent', id: `a${index}`, issued_until: new Date(0).toISOString() },
        },
      ]);
    await log.close();
  };
  const [destination] = openDestinations([option(folder)], path);
  if (destination === undefined) throw new Error('There is no destination.');
  const ship = () => shipLog(path, destination, never);
  await add(3);
  copyFileSync(path, join(folder, 'older'));
  await add(3);
  expect(await ship()).toMatchObject({ shipped: 6 });
  const saved = makeFolder();
  cpSync(folder, saved, { recursive: true });
  copyFileSync(join(folder, 'older'), path);
  await add(more);
  return { folder, path, ship };
}

const COPIES = [
  ['a copy', {}],
  ['OCSF', { format: 'ocsf' }],
  ['CloudEvents', { format: 'cloudevents' }],
  ['OTLP', { format: 'otlp' }],
] as const;

for (const [name, format] of COPIES) {
  const option = (folder: string) =>
    ({ backend: 'filesystem', path: join(folder, 'copy'), ...format }) as DestinationOption;

  test.each([0, 1, 2, 3, 4, 9])(
    `T52 ${name} that is ahead of a restored log with %i new events stays as it is`,
    async (more) => {
      for (const isCursorLost of [false, true]) {
        const { folder, ship } = await makeRestored(option, more);
        const before = readFileSync(join(folder, 'copy'));
        if (isCursorLost)
          for (const file of readdirSync(folder)) if (file.includes('.ship-')) rmSync(join(folder, file));
        await expect(ship()).rejects.toThrow(
          isCursorLost ? /another path|another destination/ : 'ship to another destination',
        );
        expect(readFileSync(join(folder, 'copy'))).toEqual(before);
      }
    },
  );
}
