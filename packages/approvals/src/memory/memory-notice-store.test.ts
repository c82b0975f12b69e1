import { testNoticeStore } from '@agent-safe/testkit/suites';
import { MemoryNoticeStore } from './memory-notice-store.ts';

testNoticeStore('in memory', () => {
  const store = new MemoryNoticeStore();
  return { store, close: () => undefined, size: () => store.size };
});
