import { hash } from 'node:crypto';
import { isJsonArray, type JsonValue } from '@agent-safe/core';
import { GENESIS_HASH } from './line.ts';
import { type LineProblem, type ReadEvent, readLine } from './read-line.ts';
import { isUnfinishedWrite, LONGEST_WRITE } from './torn.ts';

/** The last event of a chain, or of a first part of the chain. */
export interface ChainHead {
  /** 0 if there is no event yet. */
  readonly seq: number;
  readonly hash: string;
  /** Whether the chain has an event of this version. agent-safe 0.11 does not continue such a log. */
  readonly hasOwn: boolean;
  /** Number of the first event of the same write. Undefined if it is not known. */
  readonly writeSeq?: number | undefined;
  /** Number of state facts up to this event. Absent: none, or unknown. */
  readonly facts?: number;
}

const NEWLINE = 0x0a;
/** Lines that fit into one write: no event of this version is shorter than 256 bytes. */
const MOST_LINES = LONGEST_WRITE / 256;
const MOST_CUT_OFF = 64;

export const GENESIS: ChainHead = { seq: 0, hash: GENESIS_HASH, hasOwn: false };

/** Position of the beginning of a line. */
export interface LinePlace {
  readonly file: string;
  /** Number of the line in its file, from 1. */
  readonly line: number;
  /** Offset in its file, in bytes. */
  readonly offset: number;
}

/**
 * Problem of a line. `chain_broken`: the line does not follow the event before it, so an event was dropped, repeated or moved.
 * `seal_wrong`: the line closes bytes that differ from the bytes before it.
 */
export type ChainProblem = LineProblem | 'chain_broken' | 'seal_wrong';

/** The bytes of an unfinished write and the `log_sealed` event that closed them. */
export interface ClosedTail {
  readonly seq: number;
  readonly place: LinePlace;
  /** Offset of the first byte, counted over all files of the log. */
  readonly offset: number;
  readonly length: number;
  readonly sha256: string;
}

interface Damage {
  readonly problem: ChainProblem;
  readonly place: LinePlace;
  readonly offset: number;
  /** The unreadable lines with their line ends. */
  readonly parts: Buffer[];
  length: number;
  hasZeros: boolean;
}

export type ChainEnd =
  | { readonly state: 'whole' }
  | {
      readonly state: 'torn' | 'tampered';
      readonly problem: ChainProblem;
      readonly place: LinePlace;
      readonly bytes: Buffer;
    };

/**
 * Follows a log line by line. Every event must have the next number and the hash of the event before.
 *
 * After a line that does not follow, the chain collects all lines until a closing event names them, or until they are too many for
 * an unfinished write.
 */
export class Chain {
  readonly seals: ClosedTail[] = [];
  #head: ChainHead;
  #damage: Damage | undefined;
  #isTampered = false;
  /** Offset of the next line, counted over all files of the log. */
  #offset: number;

  constructor(head: ChainHead = GENESIS, offset = 0) {
    this.#head = head;
    this.#offset = offset;
  }

  get head(): ChainHead {
    return this.#head;
  }

  /** Offset of the end of the lines that were read, counted over all files of the log. */
  get offset(): number {
    return this.#offset;
  }

  /**
   * Reads the next line.
   *
   * @param end offset of the line end in `bytes`
   * @param ended whether a line end follows the line
   * @returns the event; `undefined` if the line may be part of an unfinished write; `tampered` if it cannot be
   */
  take(
    bytes: Buffer,
    start: number,
    end: number,
    ended: boolean,
    place: LinePlace,
  ): ReadEvent | 'tampered' | undefined {
    const read = ended ? readLine(bytes, start, end) : 'not_an_event';
    const problem = typeof read === 'string' ? read : this.#problemOf(read);
    const length = end - start + (ended ? 1 : 0);
    if (typeof read !== 'string' && problem === undefined) {
      const wrong = this.#checkClosingEvent(read, place);
      if (wrong !== undefined) {
        this.#damage ??= { problem: wrong, place, offset: this.#offset, parts: [], length: 0, hasZeros: false };
        this.#isTampered = true;
        return 'tampered';
      }
      this.#offset += length;
      const hasOwn = this.#head.hasOwn || read.seq !== undefined;
      const { entry_hash: hash, write_seq: writeSeq } = read;
      this.#head = { seq: this.#head.seq + 1, hash, hasOwn, writeSeq, facts: readFacts(read) };
      return read;
    }
    this.#damage ??= {
      problem: problem ?? 'chain_broken',
      place,
      offset: this.#offset,
      parts: [],
      length: 0,
      hasZeros: false,
    };
    // A copy, because the caller reuses the buffer.
    const part = Buffer.from(bytes.subarray(start, start + length));
    this.#damage.parts.push(part);
    this.#damage.hasZeros ||= part.includes(0);
    this.#damage.length += length;
    this.#offset += length;
    this.#isTampered = this.#isHopeless(this.#damage);
    return this.#isTampered ? 'tampered' : undefined;
  }

  /** Whether the last line belongs to the chain. */
  get isIntact(): boolean {
    return this.#damage === undefined;
  }

  /** Continues an intact chain with an event that follows it. @param length of its line with the line end, in bytes */
  advance({ entry_hash, write_seq }: Pick<ReadEvent, 'entry_hash' | 'write_seq'>, length: number): void {
    this.#offset += length;
    this.#head = { ...this.#head, seq: this.#head.seq + 1, hash: entry_hash, hasOwn: true, writeSeq: write_seq };
  }

  /** Returns the state of the chain after the last line. `place` and `problem` describe the first line that is not in the chain. */
  finish(): ChainEnd {
    if (this.#damage === undefined) return { state: 'whole' };
    const { parts, place, problem } = this.#damage;
    const bytes = Buffer.concat(parts);
    const isTorn = !this.#isTampered && isUnfinishedWrite(bytes, place.offset, this.#head);
    return { state: isTorn ? 'torn' : 'tampered', problem, place, bytes };
  }

  #problemOf(read: ReadEvent): ChainProblem | undefined {
    if (read.seq === undefined && this.#head.hasOwn) return 'chain_broken';
    const isNext = read.seq === undefined || read.seq === this.#head.seq + 1;
    if (!isNext || read.prev_hash !== this.#head.hash) return 'chain_broken';
    // A falling number would hide that the state is lost.
    if (readFacts(read) < (this.#head.facts ?? 0)) return 'chain_broken';
    return this.#isInWrite(read) ? undefined : 'chain_broken';
  }

  /** Whether an event begins a write, or continues the write of the event before it. */
  #isInWrite({ seq, write_seq }: ReadEvent): boolean {
    const { writeSeq } = this.#head;
    return write_seq === undefined || write_seq === seq || writeSeq === undefined || write_seq === writeSeq;
  }

  /** After damage, only a closing event continues the chain. It must name exactly the damaged bytes before it. */
  #checkClosingEvent(read: ReadEvent, place: LinePlace): ChainProblem | undefined {
    const damage = this.#damage;
    const isClosingEvent = read.seq !== undefined && read.event.event_type === 'log_sealed';
    if (damage === undefined) return isClosingEvent ? 'seal_wrong' : undefined;
    if (!isClosingEvent) return damage.problem;
    const torn = readTorn(read.event.torn);
    const bytes = Buffer.concat(damage.parts);
    // A truncated line has no line end. The write of the closing event adds one, which is not part of the closed bytes.
    const tail = torn?.length === bytes.length - 1 && bytes.at(-1) === NEWLINE ? bytes.subarray(0, -1) : bytes;
    const fits =
      torn !== undefined &&
      torn.offset === damage.offset &&
      torn.length === tail.length &&
      torn.sha256 === hash('sha256', tail) &&
      isUnfinishedWrite(tail, undefined, this.#head);
    if (!fits) return 'seal_wrong';
    this.seals.push({ seq: this.#head.seq + 1, place, ...torn });
    this.#damage = undefined;
    return undefined;
  }

  /** Whether the lines are too many for an unfinished write. Then the rest of the log need not be read. */
  #isHopeless({ hasZeros, length, parts }: Damage): boolean {
    // A crash leaves one truncated line, and then one more for each closing event that a later crash truncated. Complete lines
    // may follow lost sectors, which read as zeros.
    return length > LONGEST_WRITE || parts.length > (hasZeros ? MOST_LINES : MOST_CUT_OFF);
  }
}

function readTorn(value: JsonValue | undefined): Pick<ClosedTail, 'offset' | 'length' | 'sha256'> | undefined {
  if (typeof value !== 'object' || value === null || isJsonArray(value)) return undefined;
  const { length, offset, sha256 } = value;
  return typeof length === 'number' && typeof offset === 'number' && typeof sha256 === 'string'
    ? { length, offset, sha256 }
    : undefined;
}

/** Returns the number of state facts that a log has recorded up to an event. */
export function readFacts({ event, seq }: ReadEvent): number {
  return seq !== undefined && Number.isSafeInteger(event.state_facts) ? Math.max(Number(event.state_facts), 0) : 0;
}
