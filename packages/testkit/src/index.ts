export * as arbitraries from './arbitraries.ts';
export { checkLaw, isNightly, type LawOptions, scaled } from './law.ts';
export { sampleAction } from './samples.ts';
