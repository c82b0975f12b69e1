import { basename } from 'node:path';
import { AgentSafeError, describeCause } from '@agent-safe/core';
import { Chain } from '../format/chain.ts';
import { type ReadEvent, readLine } from '../format/read-line.ts';
import { presentFiles, readFileLines, readLogFiles, type SizedFile, startOf } from '../read/log-sizes.ts';
import type { LogStart } from '../statement/log-start.ts';

/** An event of a log as a leaf of its tree. */
export interface Leaf extends Pick<ReadEvent, 'entry_hash' | 'event'> {
  /** Number of the event, from 1. */
  readonly seq: number;
  /** Returns a copy of the line, without its line end. */
  readonly line: () => Buffer;
}

/**
 * Reason why the leaves of a log cannot be read: `archived`, events that are needed are in an archive; `cut`, the log ends too early;
 * `tampered`, a line is not an event that follows the event before it.
 */
export type LeafProblem = 'archived' | 'cut' | 'tampered';

export type ReadLeaves =
  /** `start`: where the log begins. Archived events are before it. */
  | { readonly ok: true; readonly start: LogStart }
  | { readonly ok: false; readonly code: LeafProblem; readonly reason: string };

/**
 * Reads the events of a log once, in constant memory. Each event must follow the event before it. Archived events are left out.
 *
 * @param to number of the last event to read. Default: all
 * @param start where the log begins, if the caller has read it. A log that was archived meanwhile is `archived`
 * @throws AgentSafeError ERR_AUDIT_INVALID if there is no log, or if it cannot be read
 */
export async function readLeaves(
  path: string,
  take: (leaf: Leaf) => void,
  to: number = Number.POSITIVE_INFINITY,
  start?: LogStart,
): Promise<ReadLeaves> {
  const files = await readLogFiles(path);
  if (files.length === 0)
    throw new AgentSafeError('ERR_AUDIT_INVALID', `There is no audit log at ${path}. Check the path.`);
  const found = startOf(files);
  if (to <= found.seq || (start !== undefined && start.seq !== found.seq)) return needsArchive(path, found);
  const reader = new LeafReader(path, take, to, found);
  for (const file of presentFiles(files)) if (!(await reader.follow(file))) break;
  return reader.finish();
}

/** Returns the refusal of a log whose archived events are needed. */
export function needsArchive(path: string, { folder = '', seq }: LogStart): ReadLeaves & { readonly ok: false } {
  const found = `Events 1 to ${seq} of the log are archived: ${folder}. This proof needs some of them`;
  const fix = `Copy the .jsonl files of each archive and of the log, and ${basename(path)}.checkpoint, to an empty folder, and give the path of the log there`;
  return { ok: false, code: 'archived', reason: `${found}. ${fix}.` };
}

class LeafReader {
  readonly #path: string;
  readonly #take: (leaf: Leaf) => void;
  readonly #to: number;
  readonly #start: LogStart;
  readonly #chain: Chain;
  /** Number of the first event, if the events before it are missing. */
  #begin: number | undefined;

  constructor(path: string, take: (leaf: Leaf) => void, to: number, start: LogStart) {
    this.#path = path;
    this.#take = take;
    this.#to = to;
    this.#start = start;
    this.#chain = new Chain(start, start.offset);
  }

  /** @returns whether more events are needed */
  async follow(sized: SizedFile): Promise<boolean> {
    if (this.#chain.head.seq >= this.#to) return false;
    let isNeeded = true;
    try {
      await readFileLines(this.#path, sized, 0, (bytes, start, end, ended, offset) => {
        isNeeded = this.#read(bytes, start, end, ended, { file: sized.path, line: 0, offset });
        return isNeeded;
      });
      return isNeeded;
    } catch (error) {
      if (error instanceof AgentSafeError) throw error;
      const summary = `The audit log ${this.#path} cannot be read: ${describeCause(error)}. Check that the file is readable.`;
      throw new AgentSafeError('ERR_AUDIT_INVALID', summary);
    }
  }

  #read(...given: Parameters<Chain['take']>): boolean {
    const [bytes, start, end, ended] = given;
    if (this.#chain.offset === this.#start.offset && ended) {
      const first = readLine(bytes, start, end);
      if (typeof first !== 'string' && first.seq !== undefined && first.seq > this.#start.seq + 1)
        this.#begin = first.seq;
      if (this.#begin !== undefined) return false;
    }
    const read = this.#chain.take(...given);
    if (read === 'tampered') return false;
    if (read === undefined) return true;
    const { entry_hash, event } = read;
    const { seq } = this.#chain.head;
    this.#take({ seq, entry_hash, event, line: () => Buffer.from(bytes.subarray(start, end)) });
    return seq < this.#to;
  }

  finish(): ReadLeaves {
    const { seq } = this.#chain.head;
    if (this.#begin !== undefined) {
      const found = `The log begins with event ${this.#begin}: ${this.#path}. The events before it were archived or removed`;
      return { ok: false, code: 'archived', reason: `${found}. Put the archived files back beside the log.` };
    }
    if (seq >= this.#to) return { ok: true, start: this.#start };
    // A torn end was not acknowledged, so no checkpoint covers it.
    const isTampered = this.#chain.finish().state === 'tampered';
    if (isTampered) {
      const found = `The log was changed at event ${seq + 1}: ${this.#path}`;
      return { ok: false, code: 'tampered', reason: `${found}. Run "agent-safe audit verify".` };
    }
    if (this.#to === Number.POSITIVE_INFINITY) return { ok: true, start: this.#start };
    const found = `The log ends at event ${seq}: ${this.#path}. Event ${this.#to} is missing`;
    return { ok: false, code: 'cut', reason: `${found}. Restore the complete log from a copy.` };
  }
}
