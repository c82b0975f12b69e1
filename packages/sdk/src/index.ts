export {
  type Action,
  AgentSafeError,
  type CheckRequest,
  type Decision,
  type ErrorCode,
  type Problem,
} from '@agent-safe/core';
export { type ActionFilter, AgentSafe, filterActions, type OpenOptions } from './agent-safe.ts';
export { openBundle, openProject } from './open.ts';
