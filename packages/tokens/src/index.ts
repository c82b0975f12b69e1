export { decodeBase64url } from './base64url.ts';
export { readKeySet, readSigningSecret } from './key-set.ts';
export {
  type SigningKey,
  TOKEN_TYPES,
  type TokenHeader,
  type TokenKind,
  tokenHeader,
  type VerificationKey,
} from './kinds.ts';
export {
  isTokenId,
  readToken,
  TOKEN_REFUSAL_CODES,
  type TokenContent,
  type TokenExpectations,
  type TokenReading,
  type TokenRefusalCode,
  type VerifySignature,
} from './read-token.ts';
export { importSigningKey, signToken } from './sign-token.ts';
