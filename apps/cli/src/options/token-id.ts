import { parseJson } from '@agent-safe/core';
import { decodeBase64url, isTokenId } from '@agent-safe/tokens';

/**
 * Returns the id of a token, or the given id. The token is not verified, because a revocation only restricts.
 *
 * @returns undefined if the text is neither a token nor an id
 */
export function readTokenId(given: string): string | undefined {
  const text = given.trim();
  if (isTokenId(text) && !/^[\w-]+\.[\w-]+\./.test(text)) return text;
  const payload = decodeBase64url(text.split('.')[1] ?? '');
  try {
    const claims = parseJson(payload?.toString('utf8') ?? '', 'token');
    const jti = typeof claims === 'object' && claims !== null && 'jti' in claims ? claims.jti : undefined;
    return isTokenId(jti) ? jti : undefined;
  } catch {
    return undefined;
  }
}
