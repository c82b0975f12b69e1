import { testApprovalStore } from '@agent-safe/testkit/suites';
import { MemoryApprovalStore } from './memory-approval-store.ts';

testApprovalStore('in memory', () => {
  const store = new MemoryApprovalStore();
  return { store, close: () => undefined, size: () => store.size };
});
