export {
  type Action,
  AgentSafeError,
  type CheckRequest,
  type Decision,
  type ErrorCode,
  type Problem,
} from '@agent-safe/core';
export type { Change, ConditionResult, Edit, Explanation, RuleExplanation } from '@agent-safe/pdp';
export { type ActionFilter, AgentSafe, filterActions, type OpenOptions } from './agent-safe.ts';
export { openBundle } from './open-bundle.ts';
