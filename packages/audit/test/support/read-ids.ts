import { readFileSync } from 'node:fs';
import { readLogFiles } from '../../src/read/log-sizes.ts';

/** Returns the ids of all events of a log, in their order. Lines that are not events are skipped. */
export async function readIds(path: string): Promise<readonly string[]> {
  const files = await readLogFiles(path);
  const text = files.map((file) => readFileSync(file.path, 'utf8')).join('');
  return [...text.matchAll(/^\{"v":1,"seq":\d+,"event_id":"([^"]+)".*"entry_hash":"[0-9a-f]{64}"\}$/gm)].map(
    ([, id]) => id ?? '',
  );
}
