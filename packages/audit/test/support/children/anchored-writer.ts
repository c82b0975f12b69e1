import { createPrivateKey } from 'node:crypto';
import { readFileSync, writeSync } from 'node:fs';
import { flushCompileCache } from 'node:module';
import { parseArgs } from 'node:util';
import { type LogCheckpoint, type LogCheckpoints, parseJson } from '@agent-safe/core';
import { replaceFile } from '@agent-safe/core/node';
import { anyDraft } from '@agent-safe/testkit';
import { noteSigner } from '../../../src/format/note.ts';
import { openAuditLog } from '../../../src/open-audit-log.ts';

// Records events and signs checkpoints until it is killed. Prints the id of each acknowledged event. The state is a file.
const { values } = parseArgs({
  options: {
    path: { type: 'string', default: '' },
    name: { type: 'string', default: '' },
    key: { type: 'string', default: '' },
  },
});
flushCompileCache();

const state = `${values.path}.state`;
const checkpoints: LogCheckpoints = {
  get: async () => {
    try {
      return parseJson(readFileSync(state, 'utf8'), state) as unknown as LogCheckpoint;
    } catch {
      return undefined;
    }
  },
  put: async (_, checkpoint) => replaceFile(state, JSON.stringify(checkpoint)),
  remove: async () => undefined,
};
const key = noteSigner('log.example/agent-safe', createPrivateKey(values.key));
const log = openAuditLog(values.path, { maxBytes: 30_000, anchors: { verifiers: async () => [key], checkpoints } });
for (let next = 0; ; next += 1) {
  const event_id = `evt-${values.name}-${next}`;
  await log.append([
    anyDraft({ event_id, event_type: 'decision', fields: { reason: 'x'.repeat((next * 7919) % 900) } }),
  ]);
  writeSync(1, `${event_id}\n`);
  if (next % 3 === 0) await log.signCheckpoint(key);
}
