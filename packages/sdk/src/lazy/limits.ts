/**
 * Limits of a process without a state file, limits that a program passes, and the reasons of refusals. Most checks
 * work without them.
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
