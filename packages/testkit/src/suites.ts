export { testApprovalStore } from './suites/approval-store.ts';
export { type OpenedExecutor, testExecutor } from './suites/executor.ts';
export { testLimitStore } from './suites/limit-store.ts';
export { testNonceStore } from './suites/nonce-store.ts';
export { testNoticeStore } from './suites/notice-store.ts';
export type { OpenedStore, OpenStore } from './suites/opened-store.ts';
export { testRevocations } from './suites/revocations.ts';
export { testRiskStore } from './suites/risk-store.ts';
export { testSealedStateStore } from './suites/sealed-state-store.ts';
