import { isJsonArray, type JsonObject, type JsonValue, parseJson, quote } from '@agent-safe/core';
import { decodeBase64url } from './base64url.ts';
import { TOKEN_TYPES, type TokenHeader, type TokenKind, type VerificationKey } from './kinds.ts';
import { isTime } from './time.ts';
import { isTokenId } from './token-id.ts';

/** Returns whether a key signed a token. Checks nothing else about the token. */
export type VerifySignature = (token: string, key: VerificationKey) => Promise<boolean>;

export interface TokenExpectations {
  /** Accepted kinds. */
  readonly kinds: readonly TokenKind[];
  readonly keys: readonly VerificationKey[];
  readonly issuer: string;
  /** Expected audience. Tokens of Agent-Safe 0.11 have none. */
  readonly audience: string;
  /** Current time, in milliseconds since 1970, UTC. */
  readonly now: number;
  /** Seconds for which a token is accepted after its expiry. Default: 0. */
  readonly tolerance?: number | undefined;
}

/** Content of a genuine token. */
export interface TokenContent {
  readonly kind: TokenKind;
  /** Whether Agent-Safe 0.11 issued it. Such a token has no audience and no id. */
  readonly isLegacy: boolean;
  readonly claims: JsonObject;
  /** Milliseconds since 1970, UTC. */
  readonly issuedAt: number;
  readonly expiresAt: number;
  /** Null for tokens of 0.11. */
  readonly jti: string | null;
}

/** Refusal codes. `token_expired` is a genuine token after its expiry; `token_invalid` is everything else. */
export const TOKEN_REFUSAL_CODES = ['token_invalid', 'token_expired'] as const;
export type TokenRefusalCode = (typeof TOKEN_REFUSAL_CODES)[number];

export type TokenReading =
  | (TokenContent & { readonly ok: true })
  | {
      readonly ok: false;
      readonly code: TokenRefusalCode;
      readonly reason: string;
      /** Claims of a refused token with a valid signature. Use them only to record the refusal. */
      readonly claims?: JsonObject;
    };

const LONGEST = 65_536;
/** Seconds by which the clock of the issuer may be ahead. */
const AHEAD = 5;

/**
 * Verifies a token. It checks the form, the key, the signature and then the common claims, so that no unsigned claim is read. It is
 * stricter than the standards: one form, two algorithms, each bound to its kind of key, and headers with only `alg`, `typ` and `kid`.
 *
 * @returns the content, or a refusal whose reason contains no part of the token
 * @see https://www.rfc-editor.org/rfc/rfc8725
 */
export async function readToken(
  token: string,
  expected: TokenExpectations,
  verifySignature: VerifySignature,
): Promise<TokenReading> {
  const segments = splitToken(token);
  if (segments === undefined) return refuse(describeForm(token));
  const header = readHeader(segments.header);
  if (header === undefined) return refuse('The token has a header that Agent-Safe does not write.');
  const key = findKey(header, expected);
  if (typeof key === 'string') return refuse(key);
  if (segments.signature.length !== (key.alg === 'EdDSA' ? 64 : 32)) return refuse(NOT_SIGNED);
  if (!(await verifySignature(token, key))) return refuse(NOT_SIGNED);
  const claims = parseObject(segments.payload);
  if (claims === undefined)
    return refuse('The token has malformed claims: they are not a JSON object, or have a duplicate key.');
  const checked = checkClaims(claims, header, expected);
  return checked.ok ? checked : { ...checked, claims };
}

const NOT_SIGNED = 'The token has an invalid signature for the key that it names.';

function refuse(reason: string, code: TokenRefusalCode = 'token_invalid'): TokenReading {
  return { ok: false, code, reason };
}

/** Describes common mistakes in place of a token, so that the caller finds them quickly. */
function describeForm(token: unknown): string {
  const text = typeof token === 'string' ? token : '';
  if (text === '') return 'The token is empty.';
  if (text.length > LONGEST) return `The token is longer than ${LONGEST} characters.`;
  if (/^bearer\s/i.test(text)) return 'The token starts with "Bearer". Give the token without it.';
  if (/[\s"']/.test(text)) return 'The token contains white space or quotes. Give the token alone, on one line.';
  const parts = text.split('.').length;
  if (parts === 1) return 'The text is not a token. A token has three base64url parts, joined by dots.';
  return parts === 2
    ? 'The token has two parts instead of three. Check that it is complete.'
    : 'A part of the token is not base64url, or there are too many parts. Check that it was copied completely.';
}

function splitToken(token: string): { header: Buffer; payload: Buffer; signature: Buffer } | undefined {
  if (typeof token !== 'string' || token.length > LONGEST) return undefined;
  const parts = token.split('.').map(decodeBase64url);
  const [header, payload, signature] = parts;
  if (parts.length !== 3 || header === undefined || payload === undefined || signature === undefined) return undefined;
  return { header, payload, signature };
}

function parseObject(bytes: Buffer): JsonObject | undefined {
  const text = bytes.toString('utf8');
  // Invalid UTF-8 was replaced, so the bytes differ after encoding.
  if (!Buffer.from(text, 'utf8').equals(bytes)) return undefined;
  let value: JsonValue;
  try {
    value = parseJson(text, 'token');
  } catch {
    return undefined;
  }
  return typeof value === 'object' && value !== null && !isJsonArray(value) ? value : undefined;
}

const HEADER_KEYS: readonly string[] = ['alg', 'typ', 'kid'];

function readHeader(bytes: Buffer): TokenHeader | undefined {
  const header = parseObject(bytes);
  if (header === undefined || !Object.keys(header).every((key) => HEADER_KEYS.includes(key))) return undefined;
  const { alg, kid, typ } = header;
  if ((alg !== 'EdDSA' && alg !== 'HS256') || typeof typ !== 'string') return undefined;
  if (kid === undefined) return { alg, typ };
  return typeof kid === 'string' ? { alg, typ, kid } : undefined;
}

/** Returns the key that the header names, or the reason why there is none. The key decides the algorithm, not the token. */
function findKey({ alg, kid, typ }: TokenHeader, { keys, now }: TokenExpectations): VerificationKey | string {
  if (keys.length === 0)
    return 'No key verifies tokens now. Check the key file, pass the public keys, or run the command in the project.';
  const isLegacy = typ === 'JWT';
  if (!isLegacy && !Object.values<string>(TOKEN_TYPES).includes(typ))
    return 'The token has a type that Agent-Safe does not issue.';
  if (alg === 'HS256') {
    const key = keys.find((each) => each.alg === 'HS256');
    if (key === undefined)
      return 'The token is signed with a shared secret, but no secret is configured here. Name its variable in "signing_key_env".';
    if (kid !== undefined) return 'The token has a header that Agent-Safe does not write.';
    if (isLegacy && !key.acceptsLegacy)
      return 'The token was issued by Agent-Safe 0.11, whose tokens are not accepted here.';
    return key;
  }
  if (isLegacy || kid === undefined) return 'The token has a header that Agent-Safe does not write.';
  const key = keys.find((each) => each.alg === 'EdDSA' && each.kid === kid);
  // The reason leaves out the kid: before the signature is verified it may be any text, even a secret.
  if (key === undefined) return 'The token is signed with an unknown key.';
  const isOver = key.alg === 'EdDSA' && key.verifiesUntil !== undefined && now >= key.verifiesUntil;
  return isOver ? `The token is signed with the key ${quote(kid)}, which was replaced and has expired.` : key;
}

function checkClaims(claims: JsonObject, header: TokenHeader, expected: TokenExpectations): TokenReading {
  const isLegacy = header.typ === 'JWT';
  const kind = isLegacy ? legacyKind(claims) : KINDS.find((each) => TOKEN_TYPES[each] === header.typ);
  if (kind === undefined || !expected.kinds.includes(kind)) {
    return refuse(
      `The token is ${NAMES[kind ?? 'other']}, not ${expected.kinds.map((each) => NAMES[each]).join(' or ')}.`,
    );
  }
  const { aud, exp, iat, iss, jti, nbf } = claims;
  if (iss !== expected.issuer) return refuse(`The token has another issuer than ${quote(expected.issuer)}.`);
  if (isLegacy ? aud !== undefined : aud !== expected.audience) {
    return refuse(`The token has another audience than ${quote(expected.audience)}.`);
  }
  if (!isTime(iat) || !isTime(exp)) return refuse('The token lacks its time of issue or its expiry.');
  if (exp <= iat) return refuse('The token expires before its time of issue.');
  if (nbf !== undefined) return refuse('The token has the claim "nbf", which Agent-Safe does not write.');
  const now = expected.now / 1_000;
  if (iat > now + Math.max(AHEAD, expected.tolerance ?? 0))
    return refuse('The token was issued in the future: its issuer has another clock, or it is forged.');
  if (!(now < exp + (expected.tolerance ?? 0)))
    return refuse(`The token expired at ${formatTime(exp)}.`, 'token_expired');
  if (!isLegacy && !isTokenId(jti)) return refuse('The token has no id.');
  return {
    ok: true,
    kind,
    isLegacy,
    claims,
    issuedAt: Math.round(iat * 1_000),
    expiresAt: Math.round(exp * 1_000),
    jti: isTokenId(jti) && !isLegacy ? jti : null,
  };
}

const KINDS = Object.keys(TOKEN_TYPES) as readonly TokenKind[];
const NAMES = {
  identity: 'an identity token',
  delegation: 'a delegation token',
  ticket: 'an execution ticket',
  other: 'a token of another kind',
} as const;

/** Returns the kind of a 0.11 token. All of them have one type, so the claims decide. */
function legacyKind(claims: JsonObject): TokenKind | undefined {
  if (claims.type !== undefined) return claims.type === 'execution-ticket' ? 'ticket' : undefined;
  if (typeof claims.agent_id !== 'string') return undefined;
  const chain = claims.delegation_chain;
  return chain !== undefined && isJsonArray(chain) && chain.length > 0 ? 'delegation' : 'identity';
}

function formatTime(seconds: number): string {
  return new Date(seconds * 1_000).toISOString();
}
