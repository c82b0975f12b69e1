/**
 * What the stores of limits and of risk have in common: what is remembered of one key, and how it changes, step by step. For
 * whoever writes a store.
 */
export {
  addOutcome,
  admitRequest,
  formatLimits,
  isOutcomeOfInterest,
  type LimitState,
  limitSpan,
  parseLimits,
  reportLimits,
  resetCircuit,
} from './limit-state.ts';
export { addWeight, formatRisk, parseRisk, type RiskState, reportRisk, resetScore } from './risk-state.ts';
export type { StateChange, Transition } from './transition.ts';
