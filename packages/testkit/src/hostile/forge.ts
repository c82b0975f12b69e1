import { createHmac, createPrivateKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import type { JsonObject } from '@agent-safe/core';
import type { SigningKey } from '@agent-safe/tokens';

/** A token as its issuer makes it, before it is signed. */
export interface GenuineToken {
  readonly header: JsonObject;
  readonly claims: JsonObject;
  readonly key: SigningKey;
  /** Milliseconds since 1970, UTC: when it is presented. It is then neither in the future nor over. */
  readonly now: number;
}

export interface HostileToken {
  /** What is wrong with it, behind the part of the token that it is wrong in: `header: kid is unknown`. */
  readonly name: string;
  readonly token: string;
}

export type Sign = (input: string) => Buffer;

/** What a segment holds: bytes, text as it is, or a value that becomes JSON. */
export type SegmentContent = Buffer | string | object | null;

export function encodeSegment(content: SegmentContent): string {
  if (Buffer.isBuffer(content)) return content.toString('base64url');
  return Buffer.from(typeof content === 'string' ? content : JSON.stringify(content)).toString('base64url');
}

/** A token as its issuer writes it, also where what it says is none. */
export function mint(header: SegmentContent, claims: SegmentContent, signInput: Sign): string {
  return signSegments(encodeSegment(header), encodeSegment(claims), signInput);
}

export function signSegments(header: string, payload: string, signInput: Sign): string {
  const input = `${header}.${payload}`;
  return `${input}.${signInput(input).toString('base64url')}`;
}

export function signWith(key: SigningKey): Sign {
  return key.alg === 'HS256' ? hmac(key.secret) : ed25519(toPrivateKey(key));
}

export function ed25519(key: KeyObject): Sign {
  return (input) => sign(null, Buffer.from(input), key);
}

export function hmac(secret: Uint8Array | string, hash = 'sha256'): Sign {
  return (input) => createHmac(hash, secret).update(input).digest();
}

export function toPrivateKey({ d, x }: Extract<SigningKey, { readonly alg: 'EdDSA' }>): KeyObject {
  return createPrivateKey({ format: 'jwk', key: { kty: 'OKP', crv: 'Ed25519', d, x } });
}

/** A key of somebody else, made of the same kind. */
export function attackersKey(): { readonly privateKey: KeyObject; readonly jwk: JsonObject } {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  return { privateKey, jwk: { ...publicKey.export({ format: 'jwk' }) } as JsonObject };
}

/** JSON text in bytes, with one of its bytes exchanged for others. */
export function spliceBytes(text: string, at: number, bytes: readonly number[]): Buffer {
  const whole = Buffer.from(text);
  return Buffer.concat([whole.subarray(0, at), Buffer.from(bytes), whole.subarray(at + 1)]);
}

/**
 * What is no object of JSON in UTF-8, though it says the same: forms that lenient readers take.
 *
 * @param value a text that it holds
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
    ['has a byte that is no UTF-8', spliceBytes(text, at + 1, [0xff])],
    ['has an overlong UTF-8 sequence', spliceBytes(text, at, overlong(value))],
    ['has the key __proto__', `${text.slice(0, -1)},"__proto__":{}}`],
  ];
}

function overlong(value: string): readonly number[] {
  const code = value.charCodeAt(0);
  return [0xc0 | (code >> 6), 0x80 | (code & 0x3f)];
}
