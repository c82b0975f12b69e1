import type { LogFacts, StateFacts, Stores } from '@agent-safe/core';
import { expect, test } from 'vitest';
import { bindState } from './bound-state.ts';

function makeBound() {
  const log = { count: 0, reads: 0 };
  const facts = { read: async () => ({ state: 's', facts: 0, announced: 0, lacks: false }) };
  const reader = {
    append: async () => [],
    async *readBackwards() {},
    async stateFacts(): Promise<LogFacts> {
      log.reads += 1;
      return { id: 'i', name: 'log', count: log.count };
    },
  };
  const stores = { approvals: {}, nonces: {}, revocations: {}, facts: facts as unknown as StateFacts };
  const bound = bindState(reader, stores as unknown as Stores);
  if (bound === undefined) throw new Error('The log does not count facts.');
  return { bound, log };
}

test('T45 the requests of one turn share one comparison of log and state', async () => {
  const { bound, log } = makeBound();
  await Promise.all(Array.from({ length: 64 }, () => bound.check()));
  expect(log.reads).toBe(1);
  await bound.check();
  expect(log.reads).toBe(2);
});

test('T45 the comparison begins after the last request that shares it', async () => {
  const { bound, log } = makeBound();
  const first = bound.check();
  log.count = 1;
  const second = bound.check();
  for (const check of [first, second]) await expect(check).rejects.toMatchObject({ code: 'ERR_STORE_UNAVAILABLE' });
  log.count = 0;
  await bound.check();
  expect(log.reads).toBe(2);
});
