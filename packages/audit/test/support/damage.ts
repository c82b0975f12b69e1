import type { Random } from '@agent-safe/testkit';
import { type ChainHead, GENESIS } from '../../src/format/chain.ts';
import { formatLine, prepareEvent } from '../../src/format/line.ts';
import { START } from './sample-log.ts';

const SECTOR = 512;

/** A line of a log, with its line end, and the write that it belongs to. */
interface WrittenLine {
  readonly bytes: Buffer;
  readonly offset: number;
  /** Number of the write in the log, from 0. */
  readonly write: number;
}

export interface WrittenLog {
  readonly lines: readonly WrittenLine[];
  readonly bytes: Buffer;
  readonly path?: string;
}

/** Makes a log of random writes. @param hasWriteSeq whether its events have `write_seq`; otherwise each write has its own time */
export function writeRandomLog(random: Random, hasWriteSeq: boolean): WrittenLog {
  const lines: WrittenLine[] = [];
  let head: ChainHead = GENESIS;
  let [offset, at] = [0, START];
  for (let write = 0; write < 3 + random.below(8); write += 1) {
    // With `write_seq`, some writes have the same time.
    at += hasWriteSeq ? random.below(2) : 1 + random.below(5);
    const first = head.seq + 1;
    for (let event = 0; event < 1 + random.below(4); event += 1) {
      const fields = { reason: 'x'.repeat(random.below(1_500)) };
      const prepared = prepareEvent({ event_id: `evt-${head.seq + 1}`, event_type: 'decision', fields });
      const minted = formatLine(prepared, head.seq + 1, at, head.hash, { writeSeq: hasWriteSeq ? first : undefined });
      head = { seq: minted.seq, hash: minted.entry_hash, hasOwn: true };
      const bytes = Buffer.from(`${minted.line}\n`);
      lines.push({ bytes, offset, write });
      offset += bytes.length;
    }
  }
  return { lines, bytes: Buffer.concat(lines.map((line) => line.bytes)) };
}

type Damage = (log: WrittenLog, random: Random) => Buffer;

function range(random: Random, from: number, to: number): readonly [number, number] {
  const start = from + random.below(Math.max(to - from, 1));
  return [start, Math.min(to, start + 1 + random.below(1_500))];
}

function zero(bytes: Buffer, start: number, end: number): Buffer {
  return Buffer.from(bytes).fill(0, start, end);
}

function swap(lines: readonly WrittenLine[], random: Random): Buffer {
  const [one, other] = [random.below(lines.length), random.below(lines.length)];
  const parts = lines.map(({ bytes }) => bytes);
  return Buffer.concat(parts.with(one, parts[other] ?? Buffer.of()).with(other, parts[one] ?? Buffer.of()));
}

/** Ways to damage a log. */
export const DAMAGES: Readonly<Record<string, Damage>> = {
  zeroed: ({ bytes }, random) => zero(bytes, ...range(random, 0, bytes.length)),
  'zeroed in sectors': ({ bytes }, random) => {
    const first = random.below(Math.ceil(bytes.length / SECTOR));
    return zero(bytes, first * SECTOR, Math.min(bytes.length, (first + 1 + random.below(4)) * SECTOR));
  },
  'zeroed in sectors of the last write': (log, random) => loseSectors(log, random),
  'cut at the end': ({ bytes }, random) => bytes.subarray(0, random.below(bytes.length + 1)),
  'cut in the middle': ({ bytes }, random) => {
    const [start, end] = range(random, 0, bytes.length);
    return Buffer.concat([bytes.subarray(0, start), bytes.subarray(end)]);
  },
  edited: ({ bytes }, random) => {
    const [start, end] = range(random, 0, bytes.length);
    return Buffer.concat([bytes.subarray(0, start), Buffer.alloc(end - start, 'y'), bytes.subarray(end)]);
  },
  'with inserted bytes': ({ bytes }, random) => {
    const at = random.below(bytes.length + 1);
    const inserted = random.pick([random.bytes(1 + random.below(600)), Buffer.alloc(512), Buffer.from('\n')]);
    return Buffer.concat([bytes.subarray(0, at), inserted, bytes.subarray(at)]);
  },
  'without a line': ({ lines }, random) =>
    Buffer.concat(lines.toSpliced(random.below(lines.length), 1).map(({ bytes }) => bytes)),
  'with a repeated line': ({ lines }, random) => {
    const line = random.pick(lines);
    return Buffer.concat(lines.toSpliced(random.below(lines.length + 1), 0, line).map(({ bytes }) => bytes));
  },
  'in another order': ({ lines }, random) => swap(lines, random),
  'with CR LF': ({ bytes }) => Buffer.from(bytes.toString('latin1').replaceAll('\n', '\r\n'), 'latin1'),
  'with lines that were cut': ({ lines }, random) => {
    const first = random.below(lines.length);
    return Buffer.concat(
      lines.map(({ bytes }, index) =>
        index < first ? bytes : Buffer.concat([bytes.subarray(0, random.below(bytes.length - 1)), Buffer.from('\n')]),
      ),
    );
  },
};

/** Loses random sectors of the last write, as a loss of power does. The beginning of its first sector was durable before. */
export function loseSectors({ bytes, lines }: WrittenLog, random: Random): Buffer {
  const begin = lines.find(({ write }) => write === lines.at(-1)?.write)?.offset ?? 0;
  const left = Buffer.from(
    bytes.subarray(0, random.below(3) === 0 ? begin + random.below(bytes.length - begin) : undefined),
  );
  for (let sector = Math.floor(begin / SECTOR); sector * SECTOR < left.length; sector += 1) {
    if (random.below(2) === 0) continue;
    left.fill(0, Math.max(begin, sector * SECTOR), Math.min(left.length, (sector + 1) * SECTOR));
  }
  return left;
}

export type Expected = 'ok' | 'torn' | 'tampered' | 'torn or tampered';

/** Returns the verdict that a damaged log must get, from the writes of the log alone. */
export function expectVerdict({ bytes, lines }: WrittenLog, damaged: Buffer): Expected {
  const isCut = bytes.subarray(0, damaged.length).equals(damaged);
  if (isCut) return damaged.length === 0 || damaged.at(-1) === 0x0a ? 'ok' : 'torn';
  const at = firstDifference(bytes, damaged);
  const first = lines.findLast(({ offset }) => offset <= at) ?? lines.at(-1);
  const begin = first?.offset ?? 0;
  const later = lines.filter(({ write }) => write > (first?.write ?? 0));
  // With the line end before it, so that the end of a longer line does not count.
  const hasLater = later.some((line) => damaged.indexOf(Buffer.concat([Buffer.from('\n'), line.bytes]), begin) >= 0);
  const hasLines = lines.some((line) => line.offset > begin && damaged.indexOf(line.bytes, begin) >= 0);
  if (hasLater || (hasLines && !damaged.includes(0))) return 'tampered';
  return 'torn or tampered';
}

function firstDifference(one: Buffer, other: Buffer): number {
  const length = Math.min(one.length, other.length);
  for (let at = 0; at < length; at += 1) if (one[at] !== other[at]) return at;
  return length;
}
