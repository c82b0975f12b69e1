import { hash } from 'node:crypto';
import { isJsonArray, type JsonValue } from '@agent-safe/core';
import { GENESIS_HASH } from './line.ts';
import { type LineProblem, type ReadEvent, readLine } from './read-line.ts';
import { isUnfinishedWrite, LONGEST_WRITE } from './torn.ts';

/** The last event of a chain, or of its beginning. */
export interface ChainHead {
  /** 0 where there is no event yet. */
  readonly seq: number;
  readonly hash: string;
  /** Whether any of its events is one of ours: 0.11 would not have continued such a log. */
  readonly hasOwn: boolean;
}

const NEWLINE = 0x0a;
/** No event of ours is shorter than 256 bytes. */
const MOST_LINES = LONGEST_WRITE / 256;
const MOST_CUT_OFF = 64;

export const GENESIS: ChainHead = { seq: 0, hash: GENESIS_HASH, hasOwn: false };

/** Where a line begins. */
export interface LinePlace {
  readonly file: string;
  /** From 1, in its file. */
  readonly line: number;
  /** In bytes, in its file. */
  readonly offset: number;
}

/**
 * What is wrong with a line. `chain_broken`: it does not follow on the event before it, so one was dropped, doubled or
 * moved. `seal_wrong`: it closes other bytes than the bytes before it.
 */
export type ChainProblem = LineProblem | 'chain_broken' | 'seal_wrong';

/** Bytes of an unfinished write, and the `log_sealed` event that closed them. */
export interface ClosedTail {
  readonly seq: number;
  readonly place: LinePlace;
  /** Where the bytes begin, counted over all files of the log. */
  readonly offset: number;
  readonly length: number;
  readonly sha256: string;
}

interface Damage {
  readonly problem: ChainProblem;
  readonly place: LinePlace;
  readonly offset: number;
  /** The lines that could not be read, with their line ends. */
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
 * Follows a log line by line. Every event must be the one that its number says, and follow on the one before. Where a line
 * does not, what comes is kept until a closing event accounts for it, or until nothing can account for it any more.
 */
export class Chain {
  readonly seals: ClosedTail[] = [];
  #head: ChainHead;
  #damage: Damage | undefined;
  #isTampered = false;
  /** Where the next line begins, counted over all files of the log. */
  #offset: number;

  constructor(head: ChainHead = GENESIS, offset = 0) {
    this.#head = head;
    this.#offset = offset;
  }

  get head(): ChainHead {
    return this.#head;
  }

  /** Where what was read ends, counted over all files of the log. */
  get offset(): number {
    return this.#offset;
  }

  /**
   * Takes the next line.
   *
   * @param end where the line ends, its line end left out
   * @param ended whether a line end follows
   * @returns the event; `undefined` while what was read cannot be told yet; `tampered` where it is certain
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
      this.#head = { seq: this.#head.seq + 1, hash: read.entry_hash, hasOwn };
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
    // The bytes are copied: the buffer will hold other lines.
    const part = Buffer.from(bytes.subarray(start, start + length));
    this.#damage.parts.push(part);
    this.#damage.hasZeros ||= part.includes(0);
    this.#damage.length += length;
    this.#offset += length;
    this.#isTampered = this.#isHopeless(this.#damage);
    return this.#isTampered ? 'tampered' : undefined;
  }

  /** What stands at the end of all lines. `place` and `problem` are of the first line that is no event of the chain. */
  finish(): ChainEnd {
    if (this.#damage === undefined) return { state: 'whole' };
    const { parts, place, problem } = this.#damage;
    const bytes = Buffer.concat(parts);
    const isTorn = !this.#isTampered && isUnfinishedWrite(bytes, place.offset, this.#head.seq + 1);
    return { state: isTorn ? 'torn' : 'tampered', problem, place, bytes };
  }

  #problemOf(read: ReadEvent): ChainProblem | undefined {
    if (read.seq === undefined && this.#head.hasOwn) return 'chain_broken';
    const isNext = read.seq === undefined || read.seq === this.#head.seq + 1;
    if (!isNext || read.prev_hash !== this.#head.hash) return 'chain_broken';
    return undefined;
  }

  /** After damage, only a closing event counts. A closing event must name exactly the bytes before it. */
  #checkClosingEvent(read: ReadEvent, place: LinePlace): ChainProblem | undefined {
    const damage = this.#damage;
    const isClosingEvent = read.seq !== undefined && read.event.event_type === 'log_sealed';
    if (damage === undefined) return isClosingEvent ? 'seal_wrong' : undefined;
    if (!isClosingEvent) return damage.problem;
    const torn = readTorn(read.event.torn);
    const bytes = Buffer.concat(damage.parts);
    // A line that stops in its middle has no line end of its own: the closing event brings one.
    const tail = torn?.length === bytes.length - 1 && bytes.at(-1) === NEWLINE ? bytes.subarray(0, -1) : bytes;
    const fits =
      torn !== undefined &&
      torn.offset === damage.offset &&
      torn.length === tail.length &&
      torn.sha256 === hash('sha256', tail) &&
      isUnfinishedWrite(tail, undefined, this.#head.seq + 1);
    if (!fits) return 'seal_wrong';
    this.seals.push({ seq: this.#head.seq + 1, place, ...torn });
    this.#damage = undefined;
    return undefined;
  }

  /** Whether the lines can no longer be an unfinished write, closed or not: then the rest of the log need not be read. */
  #isHopeless({ hasZeros, length, parts }: Damage): boolean {
    // What a crash cuts off is one line, and as many closing events as were cut off after it. Lost sectors, which read as zeros,
    // may be followed by whole lines.
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
