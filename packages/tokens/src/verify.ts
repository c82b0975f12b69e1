/** Verifies tokens, and loads jose for it. A process that only signs does not import this entry. */
export {
  readToken,
  TOKEN_REFUSAL_CODES,
  type TokenContent,
  type TokenExpectations,
  type TokenReading,
  type TokenRefusalCode,
  type VerifySignature,
} from './read-token.ts';
export { verifySignature } from './verify-signature.ts';
