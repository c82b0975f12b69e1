export {
  admitCaller,
  type CallerAdmission,
  type Limiting,
  type LimitRefusal,
  recordCallerOutcome,
} from './admission.ts';
export { agentsOfKey } from './agents-of-key.ts';
export {
  type CumulativeRiskOptions,
  completeCumulativeRisk,
  cumulativeRiskShape,
  forecastRisk,
  type RiskForecast,
} from './cumulative-risk.ts';
export { describeAdmission, describeHolder, describeScore, formatUntil } from './describe-limits.ts';
export { inspectCaller } from './inspect-caller.ts';
export { isCircuitKey, type LimitKeys, limitKey, limitKeys, limitsOfKey } from './limit-key.ts';
export { MemoryLimitStore } from './memory/memory-limit-store.ts';
export { MemoryRiskStore } from './memory/memory-risk-store.ts';
export { completeRateLimit, rateLimitShape } from './rate-limit.ts';
export { refundCaller } from './refund.ts';
export { evaluateRisk, type RiskEvaluation, riskClassOf, riskWeight } from './risk-score.ts';
