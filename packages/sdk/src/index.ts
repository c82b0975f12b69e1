export type {
  Destination,
  DestinationOption,
  DestinationSettings,
  LogVerdict,
  OnShipFailure,
  ShippedEvent,
  Shipper,
  StateCapture,
  StateChange,
} from '@agent-safe/audit';
export {
  type Action,
  AgentSafeError,
  type CheckRequest,
  type Decision,
  type ErrorCode,
  type Problem,
} from '@agent-safe/core';
export type { Change, ConditionResult, Edit, Explanation, RuleExplanation } from '@agent-safe/pdp';
export { type ActionFilter, AgentSafe, type CheckOptions, filterActions } from './agent-safe.ts';
export { openSigner, openVerifiers } from './checkpoint-keys.ts';
export { openBundle } from './open-bundle.ts';
export type { OpenOptions } from './open-options.ts';
