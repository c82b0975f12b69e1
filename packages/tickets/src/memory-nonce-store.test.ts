import { testNonceStore } from '@agent-safe/testkit/suites';
import { MemoryNonceStore } from './memory-nonce-store.ts';

testNonceStore('in memory', (clock) => {
  const store = new MemoryNonceStore({ clock });
  return { store, close: () => undefined, size: () => store.size };
});
