import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { testChangeFeed } from '@agent-safe/testkit/suites';
import { describe } from 'vitest';
import { memoryStores } from '../src/memory/index.ts';
import { portKind } from './support/port-kind.ts';

// Runs the suite of the SDK again with every port in memory, to prove that the SDK accesses stores and log through
// ports only.
portKind.isMemory = true;

/** Tests of several processes, which share no memory; of torn and lost files; and of lazy loading. */
const LEFT_OUT = [
  'archive.test.ts',
  'audit-events.test.ts',
  'backup-attacks.test.ts',
  'backup-doubts.test.ts',
  'backup-kill.test.ts',
  'backup-law.test.ts',
  'backup-refusals.test.ts',
  'backup.test.ts',
  'lazy-runner.test.ts',
  'loaded-modules.test.ts',
  'pipeline/pipeline.test.ts',
  'processes.test.ts',
  'state-facts.test.ts',
  'state-law.test.ts',
  'witnesses.test.ts',
];

const root = join(import.meta.dirname, '..');
const files = ['src', 'test'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.test.ts') && name !== 'memory.test.ts' && !LEFT_OUT.includes(name))
    .map((name) => join(folder, name)),
);
for (const file of files.sort()) {
  describe(`in memory: ${file}`, async () => {
    await import(join(root, file));
  });
}

testChangeFeed('in memory', () => {
  const { changes: feed, revocations } = memoryStores();
  return { feed, change: () => revocations.revoke({ all: true }), close: () => undefined };
});
