import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { isJsonArray, type JsonObject, parseJson } from '@agent-safe/core';

const VERSION = 'v1';
const PURPOSE = 'agent-safe sealed state v1';
/** Bytes. @see https://csrc.nist.gov/pubs/sp/800/38/d/final */
const [KEY_LENGTH, IV_LENGTH, TAG_LENGTH] = [32, 12, 16];

/**
 * Encrypts values that only a rollback may read, with AES-256-GCM. The key is derived for each decision. A ciphertext therefore
 * decrypts only for its own decision, and the number of encryptions under one key stays far below the limit of GCM.
 */
export function encryptState(encryptionKey: Uint8Array, auditId: string, state: JsonObject): string {
  const iv = randomBytes(IV_LENGTH);
  const cipher = createCipheriv('aes-256-gcm', deriveKey(encryptionKey, auditId), iv);
  const encrypted = Buffer.concat([
    iv,
    cipher.update(JSON.stringify(state), 'utf8'),
    cipher.final(),
    cipher.getAuthTag(),
  ]);
  return `${VERSION}.${encrypted.toString('base64url')}`;
}

/** Decrypts state. @returns undefined if it has another key or decision, or was changed */
export function decryptState(encryptionKey: Uint8Array, auditId: string, encrypted: string): JsonObject | undefined {
  const [version, text, ...rest] = encrypted.split('.');
  const bytes = Buffer.from(text ?? '', 'base64url');
  if (version !== VERSION || rest.length > 0 || bytes.length < IV_LENGTH + TAG_LENGTH) return undefined;
  const decipher = createDecipheriv('aes-256-gcm', deriveKey(encryptionKey, auditId), bytes.subarray(0, IV_LENGTH), {
    authTagLength: TAG_LENGTH,
  });
  decipher.setAuthTag(bytes.subarray(-TAG_LENGTH));
  try {
    const opened = Buffer.concat([decipher.update(bytes.subarray(IV_LENGTH, -TAG_LENGTH)), decipher.final()]);
    const state = parseJson(opened.toString('utf8'), 'state');
    return typeof state === 'object' && state !== null && !isJsonArray(state) ? state : undefined;
  } catch {
    return undefined;
  }
}

function deriveKey(encryptionKey: Uint8Array, auditId: string): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', encryptionKey, Buffer.from(auditId, 'utf8'), PURPOSE, KEY_LENGTH));
}
