/** Building blocks for executors, published as `@agent-safe/runner/executor-kit`. */
export { onOneLine } from '../run/one-line.ts';
export { Redactor } from '../run/redactor.ts';
export {
  type ActionContext,
  type ActionDefinition,
  cannotTell,
  type Field,
  failed,
  failure,
  field,
  type PrecheckDefinition,
  type Preview,
  passed,
  success,
} from './action-definition.ts';
export { ActionExecutor, type ActionExecutorOptions, type System } from './action-executor.ts';
export { ParameterRefused, readInteger, readOptional, readOwn, readText, readWords } from './read-params.ts';
export { type Attempt, pauseFor, type RepeatLimits, repeat } from './repeat.ts';
export { resourceNameRules } from './resource-name-rules.ts';
export { effectMissing, type Observation, observed, waiting, waitUntil } from './wait-until.ts';
