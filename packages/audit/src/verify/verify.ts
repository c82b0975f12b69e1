import { AgentSafeError, describeCause } from '@agent-safe/core';
import { type Checkpoint, openCheckpoint } from '../checkpoint/checkpoint.ts';
import { Chain, type ChainProblem, type ClosedTail, type LinePlace } from '../format/chain.ts';
import { MerkleTree } from '../format/merkle.ts';
import { NO_KNOWN_KEY, type NoteVerifier } from '../format/note.ts';
import type { ReadEvent } from '../format/read-line.ts';
import { endOfLog } from '../read/end-of-log.ts';
import type { SizedFile } from '../read/log-sizes.ts';
import { fileSource, type LogSource } from '../read/log-source.ts';
import { readLines } from '../read/read-lines.ts';

export interface VerifyOptions {
  /** A checkpoint that was stored outside the log: the text of a signed note. */
  readonly checkpoint?: string | undefined;
  /** Keys whose signatures are accepted. If any is given, the checkpoints in the log are verified too. */
  readonly verifiers?: readonly NoteVerifier[] | undefined;
}

/**
 * Problem of a log. Besides the problems of a line: `checkpoint_wrong`, the events differ from those that a checkpoint covers; `cut`,
 * the log has fewer events than the checkpoint covers; `checkpoint_unsigned`, a checkpoint in the log has no valid signature.
 */
export type LogProblem = ChainProblem | 'checkpoint_wrong' | 'checkpoint_unsigned' | 'cut' | 'files_missing';

/** A checkpoint that matches the log. */
export interface Anchor {
  /** Number of events that the checkpoint covers. */
  readonly size: number;
  /** Name of the key that signed it. */
  readonly origin: string;
}

/**
 * Result of verifying a log.
 *
 * - `ok`: the log matches the checkpoint, and the events after the checkpoint are one chain.
 * - `ok, unanchored`: all events are one chain. No checkpoint was given, so a truncated log cannot be ruled out.
 * - `torn`: the log ends with an unfinished write, which a crash left. It was not acknowledged.
 * - `tampered`: events were changed, removed, added or moved.
 */
export type LogVerdict = LogReport & ({ readonly verdict: 'ok' | 'ok, unanchored' } | Omit<Failure, 'seq'>);

interface Failure {
  readonly verdict: 'torn' | 'tampered';
  readonly seq: number;
  readonly problem: LogProblem;
  /** The problem and how to proceed, as text. */
  readonly reason: string;
  /** Position of the problem; undefined if no line is there. */
  readonly place?: LinePlace;
  /** Number of the last event that may be wrong, if the log does not match a checkpoint. `seq` is the first. */
  readonly until?: number;
}

interface LogReport {
  /** Number of the last event, or of the first wrong event. */
  readonly seq: number;
  /** Number of events, or of the events before the first wrong one. */
  readonly events: number;
  /** Hash of the last event of the intact chain. */
  readonly entry_hash: string;
  readonly files: readonly string[];
  /** Unfinished writes that were closed. Their events are lost and were not acknowledged. */
  readonly seals: readonly ClosedTail[];
  /** The largest checkpoint that matches the log: the given one or one in the log. */
  readonly anchor?: Anchor;
}

/**
 * Verifies a log and its closed files, in constant memory: no line was changed, none is missing between others, and the log matches
 * the checkpoint, if one is given.
 *
 * @param path of the log. If the log has several files, the path of the newest
 * @throws AgentSafeError ERR_AUDIT_INVALID if the log cannot be read, or if no known key signed the given checkpoint
 */
export async function verifyLog(path: string, options: VerifyOptions = {}): Promise<LogVerdict> {
  return verifySource(fileSource(path), options);
}

/** Verifies a log from any source. @throws the errors of {@link verifyLog} */
export async function verifySource(source: LogSource, options: VerifyOptions = {}): Promise<LogVerdict> {
  const verifiers = options.verifiers ?? [];
  const expected = options.checkpoint === undefined ? undefined : readCheckpoint(options.checkpoint, verifiers);
  return new Verification(source, verifiers, expected).run();
}

function readCheckpoint(note: string, verifiers: readonly NoteVerifier[]): Checkpoint {
  if (verifiers.length === 0) {
    const summary =
      'The checkpoint cannot be verified: no key is known. Configure the keys of the project, or pass --verifier-key.';
    throw new AgentSafeError('ERR_AUDIT_INVALID', summary);
  }
  const opened = openCheckpoint(note, verifiers);
  if (opened.ok) return opened.checkpoint;
  throw new AgentSafeError('ERR_AUDIT_INVALID', `The checkpoint is not valid: ${opened.reason}.`);
}

class Verification {
  readonly #source: LogSource;
  readonly #verifiers: readonly NoteVerifier[];
  readonly #expected: Checkpoint | undefined;
  readonly #chain = new Chain();
  /** Undefined if there is no key, and so no checkpoint to compare the tree with. */
  readonly #tree: MerkleTree | undefined;
  /** The root at the size of the given checkpoint, and the size of the largest earlier checkpoint that matched. */
  #reached: { readonly root: Buffer; readonly anchored: number } | undefined;
  #anchor: Anchor | undefined;
  #failure: Failure | undefined;
  #files: readonly SizedFile[] = [];

  constructor(source: LogSource, verifiers: readonly NoteVerifier[], expected: Checkpoint | undefined) {
    this.#source = source;
    this.#verifiers = verifiers;
    this.#expected = expected;
    this.#tree = verifiers.length > 0 ? new MerkleTree() : undefined;
    this.#noteSize();
  }

  async run(): Promise<LogVerdict> {
    const files = await this.#source.files();
    this.#files = files;
    if (files.length === 0 && this.#expected === undefined) {
      throw new AgentSafeError('ERR_AUDIT_INVALID', `There is no audit log at ${this.#source.name}. Check the path.`);
    }
    for (const file of files) {
      const isRight = await this.#follow(file);
      if (!isRight) break;
    }
    return this.#toVerdict(files.map(({ path }) => path));
  }

  async #follow(sized: SizedFile): Promise<boolean> {
    const { path, size } = sized;
    const file = await this.#source.open(sized);
    let line = 0;
    let isRight = true;
    try {
      await readLines(file, 0, size, (bytes, start, end, ended, offset) => {
        line += 1;
        const place = { file: path, line, offset };
        const read = this.#chain.take(bytes, start, end, ended, place);
        if (read === undefined) return true;
        isRight = read !== 'tampered' && this.#count(read, place);
        return isRight;
      });
      return isRight;
    } catch (error) {
      throw unreadable(path, error);
    } finally {
      await file.close();
    }
  }

  /** Adds an event to the tree. If the event is a checkpoint, compares it with the tree. @returns false if the checkpoint is wrong */
  #count(read: ReadEvent, place: LinePlace): boolean {
    const tree = this.#tree;
    if (tree === undefined) return true;
    // A checkpoint in the log comes right after the last event that it covers.
    const isCheckpoint = read.seq !== undefined && read.event.event_type === 'checkpoint';
    if (isCheckpoint && !this.#compare(read, tree, place)) return false;
    tree.append(Buffer.from(read.entry_hash, 'hex'));
    this.#noteSize();
    return true;
  }

  #noteSize(): void {
    const tree = this.#tree;
    if (tree === undefined || tree.size !== this.#expected?.size) return;
    this.#reached = { root: tree.root(), anchored: this.#anchor?.size ?? 0 };
  }

  #compare({ event }: ReadEvent, tree: MerkleTree, place: LinePlace): boolean {
    const seq = tree.size + 1;
    const opened = openCheckpoint(typeof event.note === 'string' ? event.note : '', this.#verifiers);
    // A checkpoint of an unknown key is ignored, because keys are rotated.
    if (!opened.ok && opened.reason === NO_KNOWN_KEY) return true;
    if (!opened.ok) {
      const reason = `The checkpoint in event ${seq} is not valid: ${opened.reason}. ${RESTORE}`;
      this.#failure = { verdict: 'tampered', problem: 'checkpoint_unsigned', reason, seq, place };
      return false;
    }
    const { origin, root, size } = opened.checkpoint;
    if (size !== tree.size || !tree.root().equals(root)) {
      this.#failure = { ...disagree(size, this.#anchor?.size ?? 0), place };
      return false;
    }
    this.#anchor = { size, origin };
    return true;
  }

  #toVerdict(files: readonly string[]): LogVerdict {
    const { head, seals } = this.#chain;
    const anchor = this.#anchor === undefined ? {} : { anchor: this.#anchor };
    const failure = this.#failure ?? this.#compareExpected() ?? this.#findEnd();
    if (failure !== undefined) {
      return { ...failure, events: failure.seq - 1, entry_hash: head.hash, files, seals, ...anchor };
    }
    const report = { seq: head.seq, events: head.seq, entry_hash: head.hash, files, seals };
    const expected = this.#expected;
    if (expected === undefined) return { verdict: 'ok, unanchored', ...report, ...anchor };
    return { verdict: 'ok', ...report, anchor: { size: expected.size, origin: expected.origin } };
  }

  /** Compares the log with the given checkpoint, if the log has enough events. */
  #compareExpected(): Failure | undefined {
    const reached = this.#reached;
    if (this.#expected === undefined || reached === undefined) return undefined;
    return Buffer.from(this.#expected.root).equals(reached.root)
      ? undefined
      : disagree(this.#expected.size, reached.anchored);
  }

  /** Returns the problem at the end of the log. */
  #findEnd(): Failure | undefined {
    const end = endOfLog(this.#chain, this.#files);
    const last = this.#chain.head.seq;
    const seq = last + 1;
    const covered = this.#expected?.size ?? 0;
    if (end.state !== 'whole') {
      const { place, problem, state } = end;
      const found = state === 'torn' ? `Event ${seq} is incomplete` : describeProblem(problem, seq);
      if (covered < seq) {
        const advice = state === 'torn' ? 'The process or the machine stopped while it was written.' : RESTORE;
        return { verdict: state, seq, problem, reason: `${found}. ${advice}`, place };
      }
      const reason = `${found}. The checkpoint covers ${covered} events, so event ${seq} was recorded. ${RESTORE}`;
      return { verdict: 'tampered', seq, problem, reason, place, until: covered };
    }
    if (covered < seq) return undefined;
    const reason =
      this.#files.length === 0
        ? `There is no log at ${this.#source.name}, but the checkpoint covers ${covered} events. Check the path; if it is right, the log was deleted.`
        : `The log ends at event ${last}, but the checkpoint covers ${covered}. The end was removed, or this is an older copy. Restore the complete log from a copy.`;
    return { verdict: 'tampered', seq, problem: 'cut', reason, until: covered };
  }
}

/** Advice of all reasons where the content of the log is wrong. */
const RESTORE = 'Keep this log as evidence, and compare it with a copy on another machine.';

/** Returns the failure of a checkpoint that does not match. The first wrong event comes after the last matching checkpoint. */
function disagree(size: number, anchored: number): Failure {
  const seq = anchored + 1;
  const reason = `The log does not match the checkpoint of ${size} events: an event from ${seq} to ${size} was changed, and the hashes after it were recomputed. ${RESTORE}`;
  return { verdict: 'tampered', problem: 'checkpoint_wrong', reason, seq, until: size };
}

function describeProblem(problem: ChainProblem, seq: number): string {
  const before = seq === 1 ? 'the beginning of the log' : `event ${seq - 1}`;
  switch (problem) {
    case 'not_an_event':
      return `The line at event ${seq} is not an audit event`;
    case 'hash_mismatch':
      return `Event ${seq} was changed after it was written: its content does not match its hash`;
    case 'line_end_changed':
      return `The line at event ${seq} ends with CR LF: another program converted the line ends of the log. Convert them back to LF, and verify again`;
    case 'chain_broken':
      return `The line at event ${seq} does not follow ${before}: an event or a file was removed, repeated, moved or inserted`;
    case 'seal_wrong':
      return `Event ${seq} closes an unfinished write, but the bytes before it do not match`;
  }
}

function unreadable(path: string, error: unknown): AgentSafeError {
  return new AgentSafeError(
    'ERR_AUDIT_INVALID',
    `The audit log ${path} cannot be read: ${describeCause(error)}. Check that the file is readable.`,
  );
}
