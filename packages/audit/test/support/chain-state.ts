import { Chain, type ChainEnd, type ChainHead, GENESIS } from '../../src/format/chain.ts';
import { type ByteSource, readLines } from '../../src/read/read-lines.ts';

/** Returns bytes in memory as a source. */
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

/** One event of a log with the torn bytes that it closes. */
export interface Piece {
  readonly bytes: Buffer;
  readonly offset: number;
  /** Head before the event. */
  readonly after: ChainHead;
  /** Bytes of the next event; empty after the last event. */
  readonly next: Buffer;
}

/** Splits a valid log into its events. */
export async function cutToPieces(bytes: Buffer): Promise<readonly Piece[]> {
  const chain = new Chain();
  const ends = [{ offset: 0, head: GENESIS }];
  await readLines(sourceOfBytes(bytes), 0, bytes.length, (buffer, start, end, ended, offset) => {
    const read = chain.take(buffer, start, end, ended, { file: 'audit.jsonl', line: 0, offset });
    if (read === 'tampered') throw new Error(`the log is not valid at byte ${offset}`);
    if (read !== undefined) ends.push({ offset: chain.offset, head: chain.head });
    return true;
  });
  const piece = (index: number) => bytes.subarray(ends[index]?.offset ?? bytes.length, ends[index + 1]?.offset);
  return ends
    .slice(0, -1)
    .map(({ head, offset }, index) => ({ offset, after: head, bytes: piece(index), next: piece(index + 1) }));
}

/**
 * Returns whether verifying does not notice a changed event. Only this event and the next one are read: the events before matter
 * only by the head before it, and the events after are unchanged, so they cannot repair the chain.
 */
export async function isUnseen(changed: Buffer, { after, next, offset }: Piece): Promise<boolean> {
  return (await readChainState(Buffer.concat([changed, next]), after, offset)) === 'whole';
}
