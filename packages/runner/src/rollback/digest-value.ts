import { createHash } from 'node:crypto';
import type { JsonValue } from '@agent-safe/core';

/** Bytes of a text that the log holds in full. A longer one is recorded by its digest. */
export const LONGEST_TEXT = 4_096;

const DIGEST = /^sha256:[0-9a-f]{64} \(\d+ bytes\)$/;

/** Returns the digest that stands for a long text in the log. */
export function digestText(text: string): string {
  return `sha256:${createHash('sha256').update(text, 'utf8').digest('hex')} (${Buffer.byteLength(text)} bytes)`;
}

/** Whether a recorded value is the digest of a long text. */
export function isDigest(value: JsonValue | undefined): boolean {
  return typeof value === 'string' && DIGEST.test(value);
}
