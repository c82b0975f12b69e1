/** The limits that every check needs. The main entry has more, and loads more code. */
export {
  admitCaller,
  type CallerAdmission,
  type Limiting,
  type LimitRefusal,
  recordCallerOutcome,
} from './admission.ts';
export { isCircuitKey, type LimitKeys, limitKey, limitKeys, limitsOfKey } from './limit-key.ts';
export { evaluateRisk, type RiskEvaluation, riskClassOf, riskWeight } from './risk-score.ts';
