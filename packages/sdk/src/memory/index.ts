/** All ports in memory: for tests, and for a program whose state ends with it. */
export { type MemoryAuditLog, memoryAuditLog } from '@agent-safe/audit';
export { type MemoryStoresOptions, memoryStores } from './memory-stores.ts';
