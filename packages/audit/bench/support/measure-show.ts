import { hash } from 'node:crypto';
import { compileFilter, type EventConditions, selectEvents } from '../../src/index.ts';
import { readBlocks, sizeOf } from '../../src/read/log-blocks.ts';
import { readLogFiles } from '../../src/read/log-sizes.ts';

/** Selects events of a log in its own process, or hashes each line. Prints the duration, the peak memory and the number of events. */
const [, , what, path = ''] = process.argv;
const started = performance.now();
let shown = 0;
if (what === 'hash') {
  const files = await readLogFiles(path);
  for await (const block of readBlocks(path, files, 0, sizeOf(files))) {
    if ('damaged' in block) throw new Error('the log is damaged');
    const { bytes } = block;
    for (let start = 0; start < bytes.length; shown += 1) {
      const end = bytes.indexOf(0x0a, start);
      hash('sha256', bytes.subarray(start, end));
      start = end + 1;
    }
  }
} else {
  const conditions: Readonly<Record<string, EventConditions>> = {
    caller: { caller: 'absent-*' },
    since: { since: Date.UTC(2030, 0, 1) },
    export: {},
  };
  const isExport = what === 'export';
  const selected = await selectEvents(path, compileFilter(conditions[what ?? ''] ?? {}), isExport ? undefined : 20);
  let bytes = 0;
  for await (const line of selected.lines()) {
    if ('damaged' in line) throw new Error('the log is damaged');
    bytes += JSON.stringify(line.event).length;
    shown += 1;
  }
  if (isExport && bytes === 0) throw new Error('nothing was exported');
}
const seconds = (performance.now() - started) / 1_000;
process.stdout.write(JSON.stringify({ seconds, megabytes: process.resourceUsage().maxRSS / 1_024, shown }));
