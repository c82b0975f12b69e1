/** Tokens of other issuers. A process that names no issuer does not load jose. */
export type {
  IssuedCaller,
  IssuedCallerResult,
} from './issuer-types.ts';
export { Issuers } from './issuers.ts';
