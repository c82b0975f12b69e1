import type { WatchListener } from 'node:fs';
import { afterEach, expect, test, vi } from 'vitest';
import { Reloader } from './reloader.ts';

const watched = new Map<string, WatchListener<string>>();

vi.mock('node:fs', async (importOriginal) => ({
  ...(await importOriginal<typeof import('node:fs')>()),
  watch: (folder: string, _: unknown, listener: WatchListener<string>) => {
    watched.set(folder, listener);
    return { on: () => undefined, close: () => undefined };
  },
}));

afterEach(() => {
  vi.useRealTimers();
  watched.clear();
});

/** Tells whether a change in a folder leads to a look at the files. */
async function isLookedAt(folder: string, name: string | null): Promise<boolean> {
  vi.useFakeTimers();
  const files = vi.fn(() => ['/project/agent-safe.yaml', '/project/actions', '/elsewhere/policies.yaml']);
  const options = { files, load: async () => undefined, onError: () => undefined, seconds: 3_600 };
  const reloader = new Reloader(options, '');
  files.mockClear();
  watched.get(folder)?.('change', name);
  await vi.advanceTimersByTimeAsync(1_000);
  await reloader.close();
  return files.mock.calls.length > 0;
}

test.each([
  ['/project', 'agent-safe.yaml'],
  ['/project', 'actions'],
  ['/project', '..data'],
  ['/project', null],
  ['/project/actions', 'restart.yaml'],
  ['/elsewhere', 'policies.yaml'],
])('looks at the files after a change in %s of %s', async (folder, name) => {
  expect(await isLookedAt(folder, name)).toBe(true);
});

test.each([
  ['/project', 'audit.jsonl'],
  ['/project', 'state.db-wal'],
  ['/elsewhere', 'agent-safe.yaml'],
])('does not look at the files after a change in %s of %s, which no setting names', async (folder, name) => {
  expect(await isLookedAt(folder, name)).toBe(false);
});
