export * as arbitraries from './arbitraries.ts';
export { auditDraft } from './audit-arbitraries.ts';
export {
  type GenuineToken,
  genuineToken,
  type HostileToken,
  hostileIdentities,
  hostileTokens,
} from './hostile-tokens.ts';
export { checkAsyncLaw, checkLaw, isNightly, type LawOptions, scaled } from './law.ts';
export { anyDraft, sampleAction, sampleEvent } from './samples.ts';
export { sampleTokenKey } from './token-keys.ts';
