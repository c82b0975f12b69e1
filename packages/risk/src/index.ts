export {
  admitCaller,
  type CallerAdmission,
  inspectCaller,
  type Limiting,
  type LimitRefusal,
  recordCallerOutcome,
} from './admission.ts';
export {
  type CumulativeRiskOptions,
  completeCumulativeRisk,
  cumulativeRiskShape,
  evaluateRisk,
  forecastRisk,
  type RiskEvaluation,
  type RiskForecast,
  riskClassOf,
  riskWeight,
} from './cumulative-risk.ts';
export { describeAdmission, describeHolder, describeScore, formatUntil } from './describe-limits.ts';
export { agentsOfKey, isCircuitKey, type LimitKeys, limitKey, limitKeys, limitsOfKey } from './limit-key.ts';
export { MemoryLimitStore } from './memory/memory-limit-store.ts';
export { MemoryRiskStore } from './memory/memory-risk-store.ts';
export { completeRateLimit, rateLimitShape } from './rate-limit.ts';
