import type { ChangeFeed } from '@agent-safe/core';
import { describe, expect, onTestFinished, test } from 'vitest';

/** A feed, and a change that it tells of. */
export interface OpenedChangeFeed {
  readonly feed: ChangeFeed;
  readonly change: () => Promise<unknown>;
  /** Frees all that the feed holds. */
  readonly close: () => void | Promise<void>;
}

/**
 * The contract of `ChangeFeed`, as tests that are registered with vitest. A feed is a hint: how often it calls is not tested.
 *
 * @example
 * testChangeFeed('in memory', () => {
 *   const { changes: feed, revocations } = memoryStores();
 *   return { feed, change: () => revocations.revoke({ all: true }), close: () => undefined };
 * });
 */
export function testChangeFeed(name: string, open: () => OpenedChangeFeed | Promise<OpenedChangeFeed>): void {
  const openFeed = async () => {
    const opened = await open();
    onTestFinished(() => opened.close());
    return opened;
  };

  describe(`changes, ${name}`, () => {
    test('every subscriber is called after a change, and after the next one', async () => {
      const { change, feed } = await openFeed();
      for (let round = 0; round < 2; round += 1) {
        const calls = [subscribe(feed), subscribe(feed)];
        await change();
        await Promise.all(calls.map(({ called }) => called));
        for (const { end } of calls) end();
      }
    });

    test('a subscriber is not called any more once it has ended, and may end twice', async () => {
      const { change, feed } = await openFeed();
      let calls = 0;
      const end = feed.subscribe(() => {
        calls += 1;
      });
      end();
      end();
      const other = subscribe(feed);
      await change();
      await other.called;
      other.end();
      expect(calls).toBe(0);
    });

    test('a listener that subscribes twice goes on being called when one of both ends', async () => {
      const { change, feed } = await openFeed();
      const { promise, resolve } = Promise.withResolvers<void>();
      const listener = () => resolve();
      const ends = [feed.subscribe(listener), feed.subscribe(listener)];
      ends[0]?.();
      await change();
      await promise;
      ends[1]?.();
    });
  });
}

function subscribe(feed: ChangeFeed): { readonly called: Promise<void>; readonly end: () => void } {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { called: promise, end: feed.subscribe(resolve) };
}
