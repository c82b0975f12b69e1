import { isJsonArray, type JsonObject, type JsonValue, parseJson, quote } from '@agent-safe/core';
import { decodeBase64url } from './base64url.ts';
import { TOKEN_TYPES, type TokenHeader, type TokenKind, type VerificationKey } from './kinds.ts';
import { isTime } from './time.ts';
import { isTokenId } from './token-id.ts';

/** Whether a key has signed a token. Everything else about the token is checked elsewhere. */
export type VerifySignature = (token: string, key: VerificationKey) => Promise<boolean>;

export interface TokenExpectations {
  /** What the token may be. */
  readonly kinds: readonly TokenKind[];
  readonly keys: readonly VerificationKey[];
  readonly issuer: string;
  /** What Agent-Safe 0.11 issued has none, and is not asked for it. */
  readonly audience: string;
  /** Milliseconds since 1970, UTC. */
  readonly now: number;
  /** Seconds that a token is still accepted after its end. */
  readonly tolerance?: number | undefined;
}

/** What a genuine token says. */
export interface TokenContent {
  readonly kind: TokenKind;
  /** Whether Agent-Safe 0.11 issued it: it then has no audience and no id. */
  readonly isLegacy: boolean;
  readonly claims: JsonObject;
  /** Milliseconds since 1970, UTC. */
  readonly issuedAt: number;
  readonly expiresAt: number;
  /** Null for what 0.11 issued. */
  readonly jti: string | null;
}

/** Why a token is refused. `token_expired` is a genuine token after its end, `token_invalid` everything else. */
export const TOKEN_REFUSAL_CODES = ['token_invalid', 'token_expired'] as const;
export type TokenRefusalCode = (typeof TOKEN_REFUSAL_CODES)[number];

export type TokenReading =
  | (TokenContent & { readonly ok: true })
  | {
      readonly ok: false;
      readonly code: TokenRefusalCode;
      readonly reason: string;
      /** What it says, where a key has signed it: for a record of the refusal, and for nothing else. */
      readonly claims?: JsonObject;
    };

const LONGEST = 65_536;
/** Seconds that the clock of another machine may be ahead. */
const AHEAD = 5;

/**
 * Checks a token: its form, the key it names, its signature, and the claims that every token has, in this order, so that
 * nothing is read that no key has signed. Stricter than the standards ask for: one form, two algorithms, each bound to its
 * kind of key, and headers that say nothing but `alg`, `typ` and `kid`.
 *
 * @returns why it is refused, without a part of the token
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
  if (header === undefined) return refuse('Its header is not one that Agent-Safe writes.');
  const key = findKey(header, expected);
  if (typeof key === 'string') return refuse(key);
  if (segments.signature.length !== (key.alg === 'EdDSA' ? 64 : 32)) return refuse(NOT_SIGNED);
  if (!(await verifySignature(token, key))) return refuse(NOT_SIGNED);
  const claims = parseObject(segments.payload);
  if (claims === undefined) return refuse('Its claims are no JSON object, or give one of them twice.');
  const checked = checkClaims(claims, header, expected);
  return checked.ok ? checked : { ...checked, claims };
}

const NOT_SIGNED = 'Its signature is not that of the key which it names.';

function refuse(reason: string, code: TokenRefusalCode = 'token_invalid'): TokenReading {
  return { ok: false, code, reason };
}

/** What people mistake for a token: said, they find it at once. */
function describeForm(token: unknown): string {
  const text = typeof token === 'string' ? token : '';
  if (text === '') return 'It is empty.';
  if (text.length > LONGEST) return `It is longer than ${LONGEST} characters.`;
  if (/^bearer\s/i.test(text)) return 'It begins with "Bearer": give the token alone.';
  if (/[\s"']/.test(text)) return 'It has white space or quotes in it: give the token alone, on one line.';
  const parts = text.split('.').length;
  if (parts === 1) return 'It is no token: three parts of base64url, joined by dots.';
  return parts === 2 ? 'It has two parts, and a token three: was it cut off?' : 'A part of it is no base64url.';
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
  // What is no UTF-8 was replaced, and does not come out as it went in.
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

/** The key that the header names, or why there is none. The key decides the algorithm, and not the token. */
function findKey({ alg, kid, typ }: TokenHeader, { keys, now }: TokenExpectations): VerificationKey | string {
  if (keys.length === 0) return 'There is no key here to verify it with: give the public keys, or go to the project.';
  const isLegacy = typ === 'JWT';
  if (!isLegacy && !Object.values<string>(TOKEN_TYPES).includes(typ)) return 'Its type is none that Agent-Safe issues.';
  if (alg === 'HS256') {
    const key = keys.find((each) => each.alg === 'HS256');
    if (key === undefined) return 'It is signed with a shared secret, and none is configured here.';
    if (kid !== undefined) return 'Its header is not one that Agent-Safe writes.';
    if (isLegacy && !key.acceptsLegacy) return 'It was issued by Agent-Safe 0.11, whose tokens are not accepted here.';
    return key;
  }
  if (isLegacy || kid === undefined) return 'Its header is not one that Agent-Safe writes.';
  const key = keys.find((each) => each.alg === 'EdDSA' && each.kid === kid);
  // It is not named: until a key has signed it, it may be any text, a secret among them.
  if (key === undefined) return 'It is signed with a key that is not known here.';
  const isOver = key.alg === 'EdDSA' && key.verifiesUntil !== undefined && now >= key.verifiesUntil;
  return isOver ? `It is signed with the key ${quote(kid)}, which was replaced and no longer counts.` : key;
}

function checkClaims(claims: JsonObject, header: TokenHeader, expected: TokenExpectations): TokenReading {
  const isLegacy = header.typ === 'JWT';
  const kind = isLegacy ? legacyKind(claims) : KINDS.find((each) => TOKEN_TYPES[each] === header.typ);
  if (kind === undefined || !expected.kinds.includes(kind)) {
    return refuse(
      `It is ${NAMES[kind ?? 'other']}, and not ${expected.kinds.map((each) => NAMES[each]).join(' or ')}.`,
    );
  }
  const { aud, exp, iat, iss, jti, nbf } = claims;
  if (iss !== expected.issuer) return refuse(`Its issuer is not ${quote(expected.issuer)}.`);
  if (isLegacy ? aud !== undefined : aud !== expected.audience) {
    return refuse(`It is not meant for the audience ${quote(expected.audience)}.`);
  }
  if (!isTime(iat) || !isTime(exp)) return refuse('It lacks the time when it was issued, or when it ends.');
  if (exp <= iat) return refuse('It ends before it begins.');
  if (nbf !== undefined) return refuse('It has a claim "nbf", which Agent-Safe does not write.');
  const now = expected.now / 1_000;
  if (iat > now + Math.max(AHEAD, expected.tolerance ?? 0))
    return refuse('It is issued in the future: the clocks of the machines differ, or it is forged.');
  if (!(now < exp + (expected.tolerance ?? 0))) return refuse(`It expired at ${formatTime(exp)}.`, 'token_expired');
  if (!isLegacy && !isTokenId(jti)) return refuse('It has no id.');
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
  other: 'another token',
} as const;

/** In 0.11 all tokens have one type, and only what is in them tells them apart. */
function legacyKind(claims: JsonObject): TokenKind | undefined {
  if (claims.type !== undefined) return claims.type === 'execution-ticket' ? 'ticket' : undefined;
  if (typeof claims.agent_id !== 'string') return undefined;
  const chain = claims.delegation_chain;
  return chain !== undefined && isJsonArray(chain) && chain.length > 0 ? 'delegation' : 'identity';
}

function formatTime(seconds: number): string {
  return new Date(seconds * 1_000).toISOString();
}
