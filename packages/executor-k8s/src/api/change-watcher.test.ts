import { expect, test } from 'vitest';
import { ChangeWatcher } from './change-watcher.ts';

const never = new AbortController().signal;

/** A watcher whose watches are ended and changed by the test. */
function makeWatcher() {
  const watches: {
    path: string;
    version: string | undefined;
    change: () => void;
    end: () => void;
    fail: () => void;
    signal: AbortSignal;
  }[] = [];
  const watcher = new ChangeWatcher(
    (path, version, signal, change) =>
      new Promise<void>((resolve, reject) => {
        watches.push({ path, version, change, end: resolve, fail: () => reject(new Error('Forbidden')), signal });
      }),
  );
  return { watcher, watches };
}

test('a change ends the wait long before its time', async () => {
  const { watcher, watches } = makeWatcher();
  watcher.add('/pods/web', '7');
  const waiting = watcher.wait(300_000, never);
  watches[0]?.change();
  await waiting;
  expect(watches[0]).toMatchObject({ path: '/pods/web', version: '7' });
});

test('a change between two waits is not lost', async () => {
  const { watcher, watches } = makeWatcher();
  watcher.add('/pods/web', '7');
  watches[0]?.change();
  await watcher.wait(300_000, never);
});

test('a path is watched once, and again after its watch has ended', async () => {
  const { watcher, watches } = makeWatcher();
  watcher.add('/pods/web', '7');
  watcher.add('/pods/web', '8');
  expect(watches).toHaveLength(1);
  watches[0]?.change();
  watches[0]?.end();
  await watcher.wait(300_000, never);
  watcher.add('/pods/web', '9');
  expect(watches.map(({ version }) => version)).toEqual(['7', '9']);
});

test('a path that may not be watched is polled', async () => {
  const { watcher, watches } = makeWatcher();
  watcher.add('/pods/web', '7');
  watches[0]?.fail();
  await watcher.wait(1, never);
  watcher.add('/pods/web', '8');
  expect(watches).toHaveLength(1);
});

test('closing ends every watch, and begins no other', () => {
  const { watcher, watches } = makeWatcher();
  watcher.add('/pods/web', '7');
  watcher.close();
  watcher.add('/pods/other', '7');
  expect(watches.map(({ signal }) => signal.aborted)).toEqual([true]);
});
