/** All ports in memory, for tests and for programs whose state may end with the process. */
export { type MemoryAuditLog, memoryAuditLog } from '@agent-safe/audit';
export { type MemoryStoresOptions, memoryStores } from './memory-stores.ts';
