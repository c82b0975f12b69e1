import { testRevocations } from '@agent-safe/testkit/suites';
import { MemoryRevocations } from './memory-revocations.ts';

testRevocations('in memory', (clock) => ({ store: new MemoryRevocations({ clock }), close: () => undefined }));
