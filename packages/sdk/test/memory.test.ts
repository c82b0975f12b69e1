import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { testChangeFeed } from '@agent-safe/testkit/suites';
import { describe } from 'vitest';
import { memoryStores } from '../src/memory/index.ts';
import { portKind } from './support/port-kind.ts';

// The whole suite of the SDK once more, with every port in memory: what passes here reaches past no port.
portKind.isMemory = true;

/** Files that are about several processes, which share no memory. */
const ABOUT_PROCESSES = ['processes.test.ts'];

const root = join(import.meta.dirname, '..');
const files = ['src', 'test'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.test.ts') && name !== 'memory.test.ts' && !ABOUT_PROCESSES.includes(name))
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
