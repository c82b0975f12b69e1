export { testNonceStore } from './suites/nonce-store.ts';
export type { OpenedStore, OpenStore } from './suites/opened-store.ts';
export { testRevocations } from './suites/revocations.ts';
export { testSealedStateStore } from './suites/sealed-state-store.ts';
