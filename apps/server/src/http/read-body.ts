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
  const declared = Number(request.headers.get('content-length') ?? 0);
  if (declared > most) return tooLarge(most);
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

/** @returns undefined if the body is too large */
async function readText(request: Request, most: number): Promise<string | undefined> {
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
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return '\0';
  }
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
  if (hasPrototypeKey(value)) return refusal(400, 'body_ambiguous', 'The body has the key "__proto__". Remove it.');
  return { ok: true, value };
}

function hasPrototypeKey(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return Object.hasOwn(value, '__proto__') || Object.values(value).some(hasPrototypeKey);
}

/** Works without recursion, because deep nesting would overflow the stack. */
function isTooDeep(value: unknown, deepest: number): boolean {
  let level = [value];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > deepest) return true;
    level = level.flatMap((each) => (typeof each === 'object' && each !== null ? Object.values(each) : []));
  }
  return false;
}
