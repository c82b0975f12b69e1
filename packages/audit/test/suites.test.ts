import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testAuditLog } from '@agent-safe/testkit/suites';
import { type AuditStore, memoryAuditLog, openAuditLog } from '../src/index.ts';

/** Opens a log in its own folder. */
function openFile(
  clock: () => number,
  maxBytes?: number,
): { readonly store: AuditStore; readonly close: () => Promise<void> } {
  const folder = mkdtempSync(join(tmpdir(), 'agent-safe-'));
  const store = openAuditLog(join(folder, 'audit.jsonl'), { clock, maxBytes });
  const close = async () => {
    await store.close();
    rmSync(folder, { recursive: true });
  };
  return { store, close };
}

testAuditLog('in a file', (clock) => openFile(clock));
testAuditLog('in many files', (clock) => openFile(clock, 4_096));
testAuditLog('in memory', (clock) => {
  const store = memoryAuditLog({ clock });
  return { store, close: () => store.close() };
});
