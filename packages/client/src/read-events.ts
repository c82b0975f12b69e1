import { unavailable } from './server-error.ts';
import { isRecord } from './shape.ts';
import type { ChunkReader, LiveEvent } from './types.ts';

/** Most characters of one event. A longer one would fill the memory. */
const LONGEST = 8_000_000;

/** A message of a stream, or only the number to resume after. */
export type StreamMessage = LiveEvent | { readonly kind: 'position'; readonly seq: number };

/** Reads Server-Sent Events. @throws ServerError for a malformed event */
export async function* readEvents(reader: ChunkReader): AsyncGenerator<StreamMessage, void, undefined> {
  const decoder = new TextDecoder();
  let rest = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    rest += decoder.decode(value, { stream: true });
    if (rest.length > LONGEST) throw unavailable('An event of the server is too long.');
    const blocks = rest.split('\n\n');
    rest = blocks.pop() ?? '';
    for (const block of blocks) {
      const message = readBlock(block);
      if (message !== undefined) yield message;
    }
  }
}

function readBlock(block: string): StreamMessage | undefined {
  const fields = new Map(
    block.split('\n').flatMap((line) => {
      const [, name, value = ''] = /^(id|event|data): ?(.*)$/.exec(line) ?? [];
      return name === undefined ? [] : [[name, value] as const];
    }),
  );
  const seq = Number(fields.get('id'));
  const data = fields.get('data');
  if (data === undefined) return fields.has('id') && Number.isSafeInteger(seq) ? { kind: 'position', seq } : undefined;
  const value = parse(data);
  const kind = fields.get('event');
  if (kind === 'gap' && isRecord(value)) return { kind: 'gap', from: Number(value.from), to: Number(value.to) };
  if (kind !== 'audit') return undefined;
  if (!Number.isSafeInteger(seq) || !isRecord(value)) throw malformed();
  return { kind: 'event', seq, event: value };
}

function parse(data: string): unknown {
  try {
    return JSON.parse(data);
  } catch {
    throw malformed();
  }
}

function malformed() {
  return unavailable('An event of the server is malformed.', 200);
}
