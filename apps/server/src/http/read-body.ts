import { type HttpRefusal, refusal } from './reply.ts';

/** Largest body, in bytes. */
export const LARGEST_BODY = 1_048_576;
/** Deepest nesting of a body. */
const DEEPEST = 64;

export type BodyResult = { readonly ok: true; readonly value: unknown } | HttpRefusal;

/** Reads a JSON body. Every mistake of the client is a refusal. */
export async function readBody(request: Request, wrongType: 400 | 415 = 415): Promise<BodyResult> {
  const type = request.headers.get('content-type') ?? '';
  if (!/^application\/json\s*(?:;|$)/i.test(type)) {
    return refusal(wrongType, 'content_type_wrong', 'The body is not JSON. Send "content-type: application/json".');
  }
  const declared = Number(request.headers.get('content-length') ?? 0);
  if (declared > LARGEST_BODY) return tooLarge();
  const text = await readText(request);
  if (text === undefined) return tooLarge();
  if (text === '') return refusal(400, 'body_missing', 'The body is empty. Send a JSON object.');
  try {
    const value: unknown = JSON.parse(text);
    if (isTooDeep(value)) return refusal(400, 'body_too_deep', `The body is nested deeper than ${DEEPEST} levels.`);
    return { ok: true, value };
  } catch {
    return refusal(400, 'body_malformed', 'The body is not valid JSON in UTF-8. Correct it.');
  }
}

/** @returns undefined if the body is too large */
async function readText(request: Request): Promise<string | undefined> {
  if (request.headers.has('content-length')) return decode(new Uint8Array(await request.arrayBuffer()));
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body ?? []) {
    size += chunk.byteLength;
    if (size > LARGEST_BODY) return undefined;
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

function tooLarge(): HttpRefusal {
  return refusal(413, 'body_too_large', `The body is larger than ${LARGEST_BODY} bytes. Send less.`);
}

/** Without recursion, because the nesting is what may be too deep. */
function isTooDeep(value: unknown): boolean {
  let level = [value];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > DEEPEST) return true;
    level = level.flatMap((each) => (typeof each === 'object' && each !== null ? Object.values(each) : []));
  }
  return false;
}
