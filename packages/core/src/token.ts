import { AgentSafeError } from './errors.ts';
import { isJsonArray, type JsonObject, type JsonValue, quote } from './json.ts';
import { parseJson } from './json-text.ts';

/** What a token says it is, in its protected header (RFC 8725, explicit typing), so that none is taken for another. */
export const TOKEN_TYPES = {
  identity: 'agent-safe-identity+jwt',
  delegation: 'agent-safe-delegation+jwt',
  ticket: 'agent-safe-ticket+jwt',
} as const;
export type TokenKind = keyof typeof TOKEN_TYPES;

/** Who issues tokens, where nothing else is configured. */
export const DEFAULT_ISSUER = 'agent-safe';

/** Signs tokens: an Ed25519 key as a JSON Web Key has it, or a secret that is shared with those who verify. */
export type SigningKey =
  | { readonly alg: 'EdDSA'; readonly kid: string; readonly d: string; readonly x: string }
  | { readonly alg: 'HS256'; readonly secret: Uint8Array };

/** Tells whether a token is genuine. */
export type VerificationKey =
  | {
      readonly alg: 'EdDSA';
      readonly kid: string;
      readonly x: string;
      /** Milliseconds since 1970, UTC; from then on it verifies nothing. */
      readonly verifiesUntil?: number | undefined;
    }
  | {
      readonly alg: 'HS256';
      readonly secret: Uint8Array;
      /** Whether it also verifies what Agent-Safe 0.11 signed. */
      readonly acceptsLegacy: boolean;
    };

export interface TokenHeader {
  readonly alg: 'EdDSA' | 'HS256';
  readonly typ: string;
  readonly kid?: string;
}

/** Whether a key has signed a token. Everything else about the token was or will be judged elsewhere. */
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

export type TokenReading =
  | (TokenContent & { readonly valid: true })
  | { readonly valid: false; readonly expired: boolean; readonly reason: string };

const LONGEST = 65_536;
/** Seconds that the clock of another machine may be ahead. */
const AHEAD = 5;

/**
 * Judges a token: its form, the key it names, its signature, and the claims that every token has, in this order, so that
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
  if (segments === undefined) return refuse('It is no token: three parts of base64url, joined by dots.');
  const header = readHeader(segments.header);
  if (header === undefined) return refuse('Its header is not one that Agent-Safe writes.');
  const key = findKey(header, expected);
  if (typeof key === 'string') return refuse(key);
  if (segments.signature.length !== (key.alg === 'EdDSA' ? 64 : 32)) return refuse(NOT_SIGNED);
  if (!(await verifySignature(token, key))) return refuse(NOT_SIGNED);
  const claims = parseObject(segments.payload);
  if (claims === undefined) return refuse('Its claims are no JSON object, or give one of them twice.');
  return judgeClaims(claims, header, expected);
}

const NOT_SIGNED = 'Its signature is not that of the key which it names.';

function refuse(reason: string, expired = false): TokenReading {
  return { valid: false, expired, reason };
}

function splitToken(token: string): { header: Buffer; payload: Buffer; signature: Buffer } | undefined {
  if (typeof token !== 'string' || token.length > LONGEST) return undefined;
  const parts = token.split('.').map(decodeBase64url);
  const [header, payload, signature] = parts;
  if (parts.length !== 3 || header === undefined || payload === undefined || signature === undefined) return undefined;
  return { header, payload, signature };
}

/** Undefined where the text is not the one way to write its bytes: two texts must not be one token. */
export function decodeBase64url(text: string): Buffer | undefined {
  if (text === '' || !/^[\w-]+$/.test(text)) return undefined;
  const bytes = Buffer.from(text, 'base64url');
  return bytes.toString('base64url') === text ? bytes : undefined;
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
  const isLegacy = typ === 'JWT';
  if (!isLegacy && !Object.values<string>(TOKEN_TYPES).includes(typ)) return 'Its type is none that Agent-Safe issues.';
  if (alg === 'HS256') {
    const key = keys.find((each) => each.alg === 'HS256');
    if (key === undefined) return 'It is signed with a shared secret, and none is configured. Give --signing-key.';
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

function judgeClaims(claims: JsonObject, header: TokenHeader, expected: TokenExpectations): TokenReading {
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
  if (iat > now + AHEAD)
    return refuse('It is issued in the future: the clocks of the machines differ, or it is forged.');
  if (!(now < exp + (expected.tolerance ?? 0))) return refuse(`It expired at ${formatTime(exp)}.`, true);
  if (!isLegacy && !isTokenId(jti)) return refuse('It has no id.');
  return {
    valid: true,
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

/** The year 9999 is the last that a time can be written in. */
const LAST = 253_402_300_799;

function isTime(value: JsonValue | undefined): value is number {
  return typeof value === 'number' && value >= 0 && value <= LAST;
}

function formatTime(seconds: number): string {
  return new Date(seconds * 1_000).toISOString();
}

function isTokenId(value: JsonValue | undefined): value is string {
  return typeof value === 'string' && /^[\w.:-]{16,128}$/.test(value);
}

/** The header that tokens of a kind have. */
export function tokenHeader(kind: TokenKind, key: SigningKey): TokenHeader {
  const typ = TOKEN_TYPES[kind];
  return key.alg === 'EdDSA' ? { alg: key.alg, typ, kid: key.kid } : { alg: key.alg, typ };
}

const SHORTEST_SECRET = 32;

/**
 * A shared secret as bytes.
 *
 * @throws AgentSafeError ERR_KEYS_INVALID where it is shorter than 32 bytes: one that can be guessed signs for anybody
 */
export function readSigningSecret(secret: string | Uint8Array): Uint8Array {
  const bytes = typeof secret === 'string' ? Buffer.from(secret, 'utf8') : secret;
  if (bytes instanceof Uint8Array && bytes.length >= SHORTEST_SECRET) return bytes;
  const summary = `The signing key is shorter than ${SHORTEST_SECRET} bytes, and could be guessed. Make one with: openssl rand -base64 32`;
  throw new AgentSafeError('ERR_KEYS_INVALID', summary);
}

/**
 * The public keys of a JSON Web Key Set, as "agent-safe keys jwks" prints it.
 *
 * @param source its text, or the parsed document
 * @throws AgentSafeError ERR_KEYS_INVALID, also where it holds a private key: whoever verifies must not be able to sign
 */
export function readKeySet(source: unknown): readonly VerificationKey[] {
  const set = typeof source === 'string' ? parseSet(source) : source;
  const keys = typeof set === 'object' && set !== null ? (set as { readonly keys?: unknown }).keys : undefined;
  if (!Array.isArray(keys) || keys.length === 0) throw invalidSet('it is no object with a list of "keys"');
  const read = keys.map(readPublicKey);
  const ids = new Set(read.map(({ kid }) => kid));
  if (ids.size < read.length) throw invalidSet('two of its keys have the same "kid"');
  return read;
}

function parseSet(text: string): unknown {
  try {
    return parseJson(text, 'key set');
  } catch {
    throw invalidSet('it is no JSON');
  }
}

function readPublicKey(entry: unknown): Extract<VerificationKey, { readonly alg: 'EdDSA' }> {
  const key = (typeof entry === 'object' && entry !== null ? entry : {}) as Readonly<Record<string, unknown>>;
  if ('d' in key || 'k' in key) throw invalidSet('it holds a private key, which only whoever signs may have');
  const { alg = 'EdDSA', crv, exp, kid, kty, use = 'sig', x } = key;
  if (kty !== 'OKP' || crv !== 'Ed25519' || alg !== 'EdDSA' || use !== 'sig') {
    throw invalidSet('only Ed25519 keys for signatures count here');
  }
  if (typeof kid !== 'string' || kid === '') throw invalidSet('a key has no "kid"');
  if (typeof x !== 'string' || decodeBase64url(x)?.length !== 32) throw invalidSet(`the key ${quote(kid)} is damaged`);
  if (exp === undefined) return { alg: 'EdDSA', kid, x };
  if (typeof exp !== 'number' || !isTime(exp)) throw invalidSet(`the key ${quote(kid)} ends at no time`);
  return { alg: 'EdDSA', kid, x, verifiesUntil: exp * 1_000 };
}

function invalidSet(why: string): AgentSafeError {
  return new AgentSafeError('ERR_KEYS_INVALID', `The key set cannot be used: ${why}.`);
}
