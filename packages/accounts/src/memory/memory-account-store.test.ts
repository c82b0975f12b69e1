import { testAccountTable } from '@agent-safe/testkit/suites';
import { MemoryAccountStore } from './memory-account-store.ts';

testAccountTable('in memory', () => ({ store: new MemoryAccountStore().keys, close: () => undefined }));
