import { createHmac, createPrivateKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import type { JsonObject } from '@agent-safe/core';
import type { SigningKey } from '@agent-safe/tokens';

/** Content of a genuine token, before it is signed. */
export interface GenuineToken {
  readonly header: JsonObject;
  readonly claims: JsonObject;
  readonly key: SigningKey;
  /** Time of verification, in milliseconds since 1970 (UTC). The token is valid at this time. */
  readonly now: number;
}

/** Variant of a token that every verifier must refuse. */
export interface HostileToken {
  /** Wrong part of the token and its defect: `header: kid is unknown`. */
  readonly name: string;
  readonly token: string;
}

/** Signs the input of a token. */
export type Sign = (input: string) => Buffer;

/** Content of a segment: bytes, unchanged text, or a value that is written as JSON. */
export type SegmentContent = Buffer | string | object | null;

/** Encodes a segment in base64url. */
export function encodeSegment(content: SegmentContent): string {
  if (Buffer.isBuffer(content)) return content.toString('base64url');
  return Buffer.from(typeof content === 'string' ? content : JSON.stringify(content)).toString('base64url');
}

/** Builds a token from any header and claims, even invalid ones. */
export function mint(header: SegmentContent, claims: SegmentContent, signInput: Sign): string {
  return signSegments(encodeSegment(header), encodeSegment(claims), signInput);
}

/** Builds a token from encoded segments. */
export function signSegments(header: string, payload: string, signInput: Sign): string {
  const input = `${header}.${payload}`;
  return `${input}.${signInput(input).toString('base64url')}`;
}

/** Returns the signing function of a key. */
export function signWith(key: SigningKey): Sign {
  return key.alg === 'HS256' ? hmac(key.secret) : ed25519(toPrivateKey(key));
}

/** Returns a function that signs with Ed25519. */
export function ed25519(key: KeyObject): Sign {
  return (input) => sign(null, Buffer.from(input), key);
}

/** Returns a function that computes an HMAC. */
export function hmac(secret: Uint8Array | string, hash = 'sha256'): Sign {
  return (input) => createHmac(hash, secret).update(input).digest();
}

/** Converts an Ed25519 signing key to a key of Node. */
export function toPrivateKey({ d, x }: Extract<SigningKey, { readonly alg: 'EdDSA' }>): KeyObject {
  return createPrivateKey({ format: 'jwk', key: { kty: 'OKP', crv: 'Ed25519', d, x } });
}

/** Creates an unknown Ed25519 key. */
export function attackersKey(): { readonly privateKey: KeyObject; readonly jwk: JsonObject } {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  return { privateKey, jwk: { ...publicKey.export({ format: 'jwk' }) } as JsonObject };
}

/** Returns the bytes of a text, with one byte replaced by others. */
export function spliceBytes(text: string, at: number, bytes: readonly number[]): Buffer {
  const whole = Buffer.from(text);
  return Buffer.concat([whole.subarray(0, at), Buffer.from(bytes), whole.subarray(at + 1)]);
}

/** Returns forms of a JSON object that are not strict UTF-8 JSON, but that lenient readers accept.
 *
 * @param value a text in the object
 */
export function brokenJson(object: JsonObject, value: string): readonly (readonly [name: string, SegmentContent])[] {
  const text = JSON.stringify(object);
  const at = text.indexOf(value);
  return [
    ['is empty', ''],
    ['is null', 'null'],
    ['is a number', '1'],
    ['is a text', JSON.stringify(text)],
    ['is an array', `[${text}]`],
    ['is two objects', `${text}${text}`],
    ['is cut off', text.slice(0, -1)],
    ['has a trailing comma', `${text.slice(0, -1)},}`],
    ['has a comment', `${text.slice(0, -1)}/**/}`],
    ['has single quotes', text.replaceAll('"', "'")],
    ['has a byte after it', `${text}\0`],
    ['has a byte order mark', `\ufeff${text}`],
    ['is UTF-16', Buffer.from(text, 'utf16le')],
    ['has a byte that is not UTF-8', spliceBytes(text, at + 1, [0xff])],
    ['has an overlong UTF-8 sequence', spliceBytes(text, at, overlong(value))],
    ['has the key __proto__', `${text.slice(0, -1)},"__proto__":{}}`],
  ];
}

function overlong(value: string): readonly number[] {
  const code = value.charCodeAt(0);
  return [0xc0 | (code >> 6), 0x80 | (code & 0x3f)];
}
