/** For authors of stores: the state of one key of limits and risk, and the pure functions that change it. */
export {
  addOutcome,
  admitRequest,
  formatLimits,
  isOutcomeOfInterest,
  type LimitState,
  limitSpan,
  parseLimits,
  refundLimit,
  reportLimits,
  resetCircuit,
} from './limit-state.ts';
export {
  addWeight,
  formatRisk,
  parseRisk,
  type RiskState,
  refundWeight,
  reportRisk,
  resetScore,
} from './risk-state.ts';
export type { StateChange, Transition } from './transition.ts';
