export { readBundle } from './bundle/read-bundle.ts';
export type { DecideRequest } from './compile/request.ts';
export type { ConditionResult } from './explain/condition-result.ts';
export type { Change, Edit } from './explain/counterfactual/edits.ts';
export type { Explanation, RuleExplanation } from './explain/explain.ts';
export { coversAction, coversTarget } from './match/delegation-scope.ts';
export type { Evaluation } from './match/evaluation.ts';
export type { ProofOptions } from './match/verified-chain.ts';
export { Pdp, type PdpOptions, type Resolution } from './pdp.ts';
