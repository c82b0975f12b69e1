import { isUtf8 } from 'node:buffer';
import { findDuplicateKey } from '@agent-safe/core';
import type { ServerLimits } from '@agent-safe/schemas';
import { type HttpRefusal, refusal } from './reply.ts';

/** Limits of a body. */
export type BodyLimits = Pick<ServerLimits, 'body_bytes' | 'body_depth'>;

export type BodyResult = { readonly ok: true; readonly value: unknown } | HttpRefusal;

/** Reads a JSON body. Every mistake of the client is a refusal. */
export async function readBody(
  request: Request,
  { body_bytes: most, body_depth: deepest }: BodyLimits,
  wrongType: 400 | 415 = 415,
): Promise<BodyResult> {
  const type = request.headers.get('content-type') ?? '';
  if (!/^application\/json\s*(?:;|$)/i.test(type)) {
    return refusal(wrongType, 'content_type_wrong', 'The body is not JSON. Send "content-type: application/json".');
  }
  const text = await readText(request, most);
  if (text === undefined) return tooLarge(most);
  if (text === '') return refusal(400, 'body_missing', 'The body is empty. Send a JSON object.');
  try {
    const value: unknown = JSON.parse(text);
    if (isTooDeep(value, deepest))
      return refusal(400, 'body_too_deep', `The body is nested deeper than ${deepest} levels. Send a flatter one.`);
    return checkKeys(text, value);
  } catch {
    return refusal(400, 'body_malformed', 'The body is not valid JSON in UTF-8. Correct it.');
  }
}

/** Reads a form as the text that was sent, so that its signature can be verified. */
export async function readForm(
  request: Request,
  { body_bytes: most }: Pick<BodyLimits, 'body_bytes'>,
): Promise<BodyResult> {
  const type = request.headers.get('content-type') ?? '';
  if (!/^application\/x-www-form-urlencoded\s*(?:;|$)/i.test(type)) {
    const reason = 'The body is not a form. Send "content-type: application/x-www-form-urlencoded".';
    return refusal(415, 'content_type_wrong', reason);
  }
  const text = await readText(request, most);
  return text === undefined ? tooLarge(most) : { ok: true, value: text };
}

/** @returns undefined if the body is too large */
async function readText(request: Request, most: number): Promise<string | undefined> {
  if (Number(request.headers.get('content-length') ?? 0) > most) return undefined;
  if (request.headers.has('content-length')) return decode(new Uint8Array(await request.arrayBuffer()));
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body ?? []) {
    size += chunk.byteLength;
    if (size > most) return undefined;
    chunks.push(chunk);
  }
  return decode(Buffer.concat(chunks));
}

/** Bytes that are not UTF-8 become text that no JSON has. */
function decode(bytes: Uint8Array): string {
  if (!isUtf8(bytes)) return '\0';
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
  // A byte order mark is no part of the text.
  return text.startsWith('\uFEFF') ? text.slice(1) : text;
}

function tooLarge(most: number): HttpRefusal {
  return refusal(413, 'body_too_large', `The body is larger than ${most} bytes. Send less.`);
}

/** Two programs may read such a body differently, and one of them may be the program behind a gateway. */
function checkKeys(text: string, value: unknown): BodyResult {
  const key = findDuplicateKey(text);
  if (key !== undefined)
    return refusal(
      400,
      'body_ambiguous',
      `The body gives a key twice: ${JSON.stringify(key.slice(0, 64))}. Remove one.`,
    );
  // Without the text, not even an escape can spell the key.
  if (/__proto__|\\u/.test(text) && hasPrototypeKey(value))
    return refusal(400, 'body_ambiguous', 'The body has the key "__proto__". Remove it.');
  return { ok: true, value };
}

function hasPrototypeKey(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (Object.hasOwn(value, '__proto__')) return true;
  for (const name in value) if (hasPrototypeKey((value as Readonly<Record<string, unknown>>)[name])) return true;
  return false;
}

/** The recursion ends at the deepest level, so that no value exhausts the stack. */
function isTooDeep(value: unknown, left: number): boolean {
  if (left < 0) return true;
  if (typeof value !== 'object' || value === null) return false;
  for (const name in value) if (isTooDeep((value as Readonly<Record<string, unknown>>)[name], left - 1)) return true;
  return false;
}
