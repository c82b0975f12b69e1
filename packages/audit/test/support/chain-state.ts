import { Chain, type ChainEnd, type ChainHead, GENESIS } from '../../src/format/chain.ts';
import { type ByteSource, readLines } from '../../src/read/read-lines.ts';

/** Bytes in memory as a file. */
function sourceOfBytes(bytes: Buffer): ByteSource {
  return { read: async (buffer, position) => bytes.copy(buffer, 0, position) };
}

/**
 * Reads the state of the chain of bytes in memory.
 *
 * @param after the event before the bytes
 * @param offset of the bytes in their log
 */
export async function readChainState(
  bytes: Buffer,
  after: ChainHead = GENESIS,
  offset = 0,
): Promise<ChainEnd['state']> {
  const chain = new Chain(after, offset);
  await readLines(
    sourceOfBytes(bytes),
    0,
    bytes.length,
    (buffer, start, end, ended, at) =>
      chain.take(buffer, start, end, ended, { file: 'audit.jsonl', line: 0, offset: offset + at }) !== 'tampered',
  );
  return chain.finish().state;
}

/** One event of a log with all that belongs to it, such as the torn bytes that it closes. */
export interface Piece {
  readonly bytes: Buffer;
  readonly offset: number;
  /** What it follows on. */
  readonly after: ChainHead;
  /** The event behind it; nothing behind the last one. */
  readonly next: Buffer;
}

/** Takes a whole log to pieces. */
export async function cutToPieces(bytes: Buffer): Promise<readonly Piece[]> {
  const chain = new Chain();
  const ends = [{ offset: 0, head: GENESIS }];
  await readLines(sourceOfBytes(bytes), 0, bytes.length, (buffer, start, end, ended, offset) => {
    const read = chain.take(buffer, start, end, ended, { file: 'audit.jsonl', line: 0, offset });
    if (read === 'tampered') throw new Error(`the log is not whole at byte ${offset}`);
    if (read !== undefined) ends.push({ offset: chain.offset, head: chain.head });
    return true;
  });
  const piece = (index: number) => bytes.subarray(ends[index]?.offset ?? bytes.length, ends[index + 1]?.offset);
  return ends
    .slice(0, -1)
    .map(({ head, offset }, index) => ({ offset, after: head, bytes: piece(index), next: piece(index + 1) }));
}

/**
 * Whether a change to one piece of a log goes unnoticed. What stands before it decides nothing of it but the event that it
 * follows on; and what stands behind the event after it is as it was, and so repairs nothing.
 */
export async function isUnseen(changed: Buffer, { after, next, offset }: Piece): Promise<boolean> {
  return (await readChainState(Buffer.concat([changed, next]), after, offset)) === 'whole';
}
