import { testLimitStore } from '@agent-safe/testkit/suites';
import { MemoryLimitStore } from './memory-limit-store.ts';

testLimitStore('in memory', () => {
  const store = new MemoryLimitStore();
  return { store, close: () => undefined, size: () => store.size };
});
