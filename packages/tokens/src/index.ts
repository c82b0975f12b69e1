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
export { importSigningKey, signToken } from './sign-token.ts';
export { isTokenId } from './token-id.ts';
