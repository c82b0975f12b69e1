import type { ChangeFeed } from '@agent-safe/core';
import { describe, expect, onTestFinished, test } from 'vitest';

/** Feed with a function that makes a change. */
export interface OpenedChangeFeed {
  readonly feed: ChangeFeed;
  readonly change: () => Promise<unknown>;
  /** Releases the resources of the feed. */
  readonly close: () => void | Promise<void>;
}

/** Registers tests with vitest for the contract of `ChangeFeed`. A feed is a hint, so the number of calls is not tested.
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

    test('a subscriber is not called after its end, and may end twice', async () => {
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

    test('a listener with two subscriptions is still called after the end of one of them', async () => {
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
