/**
 * Limits of a process without a state file, limits that a program passes, and the reasons of refusals. Most checks need
 * none of them.
 */
export {
  completeCumulativeRisk,
  completeRateLimit,
  describeAdmission,
  describeHolder,
  describeScore,
  MemoryLimitStore,
  MemoryRiskStore,
  refundCaller,
} from '@agent-safe/risk';
