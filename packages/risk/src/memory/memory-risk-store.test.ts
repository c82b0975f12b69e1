import { testRiskStore } from '@agent-safe/testkit/suites';
import { MemoryRiskStore } from './memory-risk-store.ts';

testRiskStore('in memory', () => {
  const store = new MemoryRiskStore();
  return { store, close: () => undefined, size: () => store.size };
});
