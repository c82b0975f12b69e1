import { writeSync } from 'node:fs';
import { flushCompileCache } from 'node:module';
import { parseArgs } from 'node:util';
import { anyDraft } from '@agent-safe/testkit';
import { AuditLog } from '../../../src/write/audit-log.ts';
import { type LogFiles, machineFiles } from '../../../src/write/log-files.ts';

// Records many events concurrently. Prints the id of each acknowledged event.
const { values } = parseArgs({
  options: {
    path: { type: 'string', default: '' },
    name: { type: 'string', default: '' },
    count: { type: 'string', default: '1000000' },
    together: { type: 'string', default: '1' },
    maxBytes: { type: 'string' },
    inPieces: { type: 'boolean', default: false },
  },
});
// A killed process does not write the compile cache, so it is written now.
flushCompileCache();

/** Splits writes at page boundaries. The system may interrupt a write there, but does so more rarely. */
const filesInPieces: LogFiles = {
  ...machineFiles,
  async open(path) {
    const file = await machineFiles.open(path);
    const append = async (bytes: Uint8Array) => {
      const half = Math.floor(bytes.length * Math.random());
      for (const piece of [bytes.subarray(0, half), bytes.subarray(half)]) await file.append(piece);
    };
    return {
      append,
      state: () => file.state(),
      read: (buffer, position) => file.read(buffer, position),
      sync: () => file.sync(),
      truncate: (size) => file.truncate(size),
      close: () => file.close(),
    };
  },
};

const log = new AuditLog(values.path, {
  timeout: 60_000,
  maxBytes: values.maxBytes === undefined ? undefined : Number(values.maxBytes),
  files: values.inPieces ? filesInPieces : machineFiles,
});
let next = 0;

async function write(): Promise<void> {
  while (next < Number(values.count)) {
    next += 1;
    const event_id = `evt-${values.name}-${next}`;
    const reason = 'x'.repeat((next * 7919) % 1_500);
    await log.append([anyDraft({ event_id, event_type: 'decision', fields: { reason } })]);
    writeSync(1, `${event_id}\n`);
  }
}

await Promise.all(Array.from({ length: Number(values.together) }, write));
await log.close();
