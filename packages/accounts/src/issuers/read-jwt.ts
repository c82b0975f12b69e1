import {
  ISSUER_ALGORITHMS,
  type IssuerAlgorithm,
  isJsonArray,
  type JsonObject,
  type JsonValue,
  parseJson,
} from '@agent-safe/core';
import { decodeBase64url } from '@agent-safe/tokens';

/** A JWT whose signature has not been verified. */
export interface UnverifiedJwt {
  readonly alg: IssuerAlgorithm;
  readonly kid: string;
  readonly claims: JsonObject;
}

const LONGEST = 16_384;
/** Azure writes thumbprints of its certificate. They are not used: the key id chooses the key. */
const HEADER_MEMBERS: readonly string[] = ['alg', 'typ', 'kid', 'x5t', 'x5t#S256'];
/** Of JWTs and access tokens. Tokens of Agent-Safe have types of their own, and are never accepted here. */
const TYPES: readonly unknown[] = [undefined, 'JWT', 'at+jwt', 'application/at+jwt'];

/** Reads a JWT strictly: one spelling, no duplicate member, and no header that asks for another key. @returns undefined otherwise */
export function readJwt(token: unknown): UnverifiedJwt | undefined {
  if (typeof token !== 'string' || token.length > LONGEST) return undefined;
  const parts = token.split('.');
  const [header, claims, signature] = parts.map(decodeBase64url);
  if (parts.length !== 3 || header === undefined || claims === undefined || signature === undefined) return undefined;
  const read = readObject(header);
  if (read === undefined || !Object.keys(read).every((name) => HEADER_MEMBERS.includes(name))) return undefined;
  const alg = ISSUER_ALGORITHMS.find((known) => known === read.alg);
  const { kid, typ } = read;
  if (alg === undefined || typeof kid !== 'string' || kid === '' || kid.length > 256 || !TYPES.includes(typ)) {
    return undefined;
  }
  const content = readObject(claims);
  return content === undefined ? undefined : { alg, kid, claims: content };
}

function readObject(bytes: Buffer): JsonObject | undefined {
  const text = bytes.toString('utf8');
  // Bytes that are not UTF-8 were replaced, so they differ after encoding.
  if (!Buffer.from(text, 'utf8').equals(bytes)) return undefined;
  let value: JsonValue;
  try {
    value = parseJson(text, 'token');
  } catch {
    return undefined;
  }
  return typeof value === 'object' && value !== null && !isJsonArray(value) ? value : undefined;
}
