import { Chain, type ChainEnd, type ChainHead, GENESIS } from '../../src/chain.ts';
import { type ByteSource, readLines } from '../../src/read-lines.ts';

/** Bytes in memory as a file. */
export function sourceOfBytes(bytes: Buffer): ByteSource {
  return { read: async (buffer, position) => bytes.copy(buffer, 0, position) };
}

/**
 * What the chain says of bytes, without any file.
 *
 * @param from where to begin: at a line that follows on `after`
 */
export async function judge(bytes: Buffer, after: ChainHead = GENESIS, from = 0): Promise<ChainEnd['state']> {
  const chain = new Chain(after, from);
  await readLines(
    sourceOfBytes(bytes),
    from,
    bytes.length,
    (buffer, start, end, ended, offset) =>
      chain.take(buffer, start, end, ended, { file: 'audit.jsonl', line: 0, offset }) !== 'tampered',
  );
  return chain.finish().state;
}
