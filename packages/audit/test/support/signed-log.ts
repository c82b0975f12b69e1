import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { openAuditLog } from '../../src/open-audit-log.ts';
import { makeFolder } from './folder.ts';
import { sampleEvents } from './sample-log.ts';
import type { makeSigner } from './signer.ts';

/** Makes a log whose checkpoints the signer signs. */
export function makeSignedLog(signer: ReturnType<typeof makeSigner>) {
  const path = join(makeFolder(), 'audit.jsonl');
  const open = () => {
    const log = openAuditLog(path);
    onTestFinished(() => log.close());
    return log;
  };
  let log = open();
  return {
    path,
    /** Records events and signs a checkpoint. */
    grow: async (count: number) => {
      await log.append(sampleEvents(count));
      return log.signCheckpoint(signer);
    },
    reopen: async () => {
      await log.close();
      log = open();
    },
  };
}
