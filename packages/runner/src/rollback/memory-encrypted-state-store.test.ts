import { testEncryptedStateStore } from '@agent-safe/testkit/suites';
import { MemoryEncryptedStateStore } from './memory-encrypted-state-store.ts';

testEncryptedStateStore('in memory', () => ({ store: new MemoryEncryptedStateStore(), close: () => undefined }));
