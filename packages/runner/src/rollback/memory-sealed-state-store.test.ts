import { testSealedStateStore } from '@agent-safe/testkit/suites';
import { MemorySealedStateStore } from './memory-sealed-state-store.ts';

testSealedStateStore('in memory', () => ({ store: new MemorySealedStateStore(), close: () => undefined }));
