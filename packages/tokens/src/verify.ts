/** Verifies tokens. It loads jose: a process that only signs imports none of it. */
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
