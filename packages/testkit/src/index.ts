export { auditDraft } from './audit-arbitraries.ts';
export { sampleTokenKey } from './hostile/token-keys.ts';
export {
  type GenuineToken,
  genuineToken,
  type HostileToken,
  hostileIdentities,
  hostileTokens,
} from './hostile/tokens.ts';
export * as arbitraries from './laws/arbitraries.ts';
export * as conditionArbitraries from './laws/condition-arbitraries.ts';
export { checkAsyncLaw, checkLaw, isNightly, type LawOptions, scaled } from './laws/law.ts';
export { announceRandom, makeRandom, type Random } from './laws/random.ts';
export { anyDraft, sampleAction, sampleEvent, sampleParameter } from './laws/samples.ts';
