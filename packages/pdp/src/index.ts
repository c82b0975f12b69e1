export { readBundle } from './bundle/read-bundle.ts';
export type { ConditionResult } from './explain/conditions.ts';
export type { Change, Edit } from './explain/edits.ts';
export type { Explanation, RuleExplanation } from './explain/explain.ts';
export { type Evaluation, Pdp, type PdpOptions, type Resolution } from './pdp.ts';
export type { DecideRequest } from './request.ts';
