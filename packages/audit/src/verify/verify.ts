import { AgentSafeError, describeCause } from '@agent-safe/core';
import { type Checkpoint, openCheckpoint } from '../checkpoint/checkpoint.ts';
import { Chain, type ChainProblem, type ClosedTail, type LinePlace } from '../format/chain.ts';
import { MerkleTree } from '../format/merkle.ts';
import { NO_KNOWN_KEY, type NoteVerifier } from '../format/note.ts';
import type { ReadEvent } from '../format/read-line.ts';
import type { SizedFile } from '../read/log-sizes.ts';
import { fileSource, type LogSource } from '../read/log-source.ts';
import { readLines } from '../read/read-lines.ts';

export interface VerifyOptions {
  /** A checkpoint that was kept elsewhere: a signed note. */
  readonly checkpoint?: string | undefined;
  /** Whose signatures count. With one, checkpoints in the log itself are verified too. */
  readonly verifiers?: readonly NoteVerifier[] | undefined;
}

/**
 * What is wrong with a log. Beyond what a line can have: `checkpoint_wrong`, the events are not those that a checkpoint was
 * signed for; `cut`, there are fewer than that; `checkpoint_unsigned`, no known key has signed a checkpoint.
 */
export type LogProblem = ChainProblem | 'checkpoint_wrong' | 'checkpoint_unsigned' | 'cut' | 'files_missing';

/** A checkpoint that the log was found to agree with. */
export interface Anchor {
  readonly size: number;
  readonly origin: string;
}

/**
 * What a log is worth. `ok`: nothing was changed up to the checkpoint, and what follows it is one chain. `ok, unanchored`:
 * it is one chain, and nothing outside of it says that it is all there is. `torn`: its end is what a crash left of an
 * unfinished write, which nobody was told was recorded. `tampered`: it is not what was written.
 */
export type LogVerdict = LogReport & ({ readonly verdict: 'ok' | 'ok, unanchored' } | Omit<Failure, 'seq'>);

interface Failure {
  readonly verdict: 'torn' | 'tampered';
  readonly seq: number;
  readonly problem: LogProblem;
  /** One sentence: what was found. */
  readonly reason: string;
  /** Where it was found; undefined where no line is there. */
  readonly place?: LinePlace;
  /** Where a checkpoint is not met, the last event that may be the wrong one; `seq` is the first. */
  readonly until?: number;
}

interface LogReport {
  /** The last event, or the first one that is wrong. */
  readonly seq: number;
  /** How many events are there; where something is wrong, how many are before it. */
  readonly events: number;
  /** Hash of the last event of the chain, as far as the chain holds. */
  readonly entry_hash: string;
  readonly files: readonly string[];
  /** Unfinished writes that were closed. Their content is lost; the log still shows that they happened. */
  readonly seals: readonly ClosedTail[];
  /** The largest checkpoint that the log agrees with, here or in the log. */
  readonly anchor?: Anchor;
}

/**
 * Verifies a log, its closed files included, in constant memory: that every line is as it was written, that none is missing
 * between, and that it agrees with a checkpoint.
 *
 * @param path of the log; of one that went on in new files, that of the newest
 * @throws AgentSafeError ERR_AUDIT_INVALID where it cannot be read, or the checkpoint is none that a known key has signed
 */
export async function verifyLog(path: string, options: VerifyOptions = {}): Promise<LogVerdict> {
  return verifySource(fileSource(path), options);
}

/** Verifies a log wherever its bytes are. @throws as {@link verifyLog} */
export async function verifySource(source: LogSource, options: VerifyOptions = {}): Promise<LogVerdict> {
  const verifiers = options.verifiers ?? [];
  const expected = options.checkpoint === undefined ? undefined : readCheckpoint(options.checkpoint, verifiers);
  return new Verification(source, verifiers, expected).run();
}

function readCheckpoint(note: string, verifiers: readonly NoteVerifier[]): Checkpoint {
  if (verifiers.length === 0) {
    const summary = 'There is no key to verify the checkpoint with. Give the verifier key of the log.';
    throw new AgentSafeError('ERR_AUDIT_INVALID', summary);
  }
  const opened = openCheckpoint(note, verifiers);
  if (opened.ok) return opened.checkpoint;
  throw new AgentSafeError('ERR_AUDIT_INVALID', `The checkpoint cannot be trusted: ${opened.reason}.`);
}

class Verification {
  readonly #source: LogSource;
  readonly #verifiers: readonly NoteVerifier[];
  readonly #expected: Checkpoint | undefined;
  readonly #chain = new Chain();
  /** Only where something is to be compared with it. */
  readonly #tree: MerkleTree | undefined;
  /** The root when the tree was as large as the expected checkpoint, and how much of it another one anchors. */
  #reached: { readonly root: Buffer; readonly anchored: number } | undefined;
  #anchor: Anchor | undefined;
  #failure: Failure | undefined;
  #isMissing = false;

  constructor(source: LogSource, verifiers: readonly NoteVerifier[], expected: Checkpoint | undefined) {
    this.#source = source;
    this.#verifiers = verifiers;
    this.#expected = expected;
    this.#tree = verifiers.length > 0 ? new MerkleTree() : undefined;
    this.#noteSize();
  }

  async run(): Promise<LogVerdict> {
    const files = await this.#source.files();
    this.#isMissing = files.length === 0;
    if (files.length === 0 && this.#expected === undefined) {
      throw new AgentSafeError('ERR_AUDIT_INVALID', `There is no audit log at ${this.#source.name}.`);
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

  /** Adds an event to the tree, and compares it with the checkpoints that there are. */
  #count(read: ReadEvent, place: LinePlace): boolean {
    const tree = this.#tree;
    if (tree === undefined) return true;
    // A checkpoint in the log is the event behind those that it covers.
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
    // Keys change: what a key signed that is not known any more counts for nothing, and spoils nothing.
    if (!opened.ok && opened.reason === NO_KNOWN_KEY) return true;
    if (!opened.ok) {
      const reason = `The checkpoint that event ${seq} holds cannot be trusted: ${opened.reason}.`;
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

  /** The log against the checkpoint that was given, where it reaches so far. */
  #compareExpected(): Failure | undefined {
    const reached = this.#reached;
    if (this.#expected === undefined || reached === undefined) return undefined;
    return Buffer.from(this.#expected.root).equals(reached.root)
      ? undefined
      : disagree(this.#expected.size, reached.anchored);
  }

  /** What is wrong with the end of the log. */
  #findEnd(): Failure | undefined {
    const end = this.#chain.finish();
    const last = this.#chain.head.seq;
    const seq = last + 1;
    const covered = this.#expected?.size ?? 0;
    if (end.state !== 'whole') {
      const { place, problem, state } = end;
      if (covered < seq) return { verdict: state, seq, problem, reason: describeProblem(problem, state, seq), place };
      const isCut = state === 'torn' ? `Event ${seq} is cut off in its middle.` : describeProblem(problem, state, seq);
      const reason = `${isCut} A checkpoint of ${covered} events covers it, so all of it was recorded.`;
      return { verdict: 'tampered', seq, problem, reason, place, until: covered };
    }
    if (covered < seq) return undefined;
    const reason = this.#isMissing
      ? `There is no file ${this.#source.name}, and the checkpoint covers ${covered} events: it was deleted, or is somewhere else.`
      : `The log ends at event ${last}, and the checkpoint covers ${covered}: the end was cut off, or this is an older copy.`;
    return { verdict: 'tampered', seq, problem: 'cut', reason, until: covered };
  }
}

/** The events differ from those that were signed for, somewhere behind the last checkpoint that agrees. */
function disagree(size: number, anchored: number): Failure {
  const seq = anchored + 1;
  const reason = `The events up to ${size} are not those that were signed for: one of ${seq} to ${size} was changed, and the chain made anew.`;
  return { verdict: 'tampered', problem: 'checkpoint_wrong', reason, seq, until: size };
}

function describeProblem(problem: ChainProblem, state: 'torn' | 'tampered', seq: number): string {
  if (state === 'torn')
    return `Event ${seq} was not written to its end: the process or the machine stopped in between.`;
  switch (problem) {
    case 'not_an_event':
      return `What stands in the place of event ${seq} is no event.`;
    case 'hash_mismatch':
      return `Event ${seq} was changed after it was written: its hash is that of other bytes.`;
    case 'chain_broken':
      return `What stands in the place of event ${seq} does not follow on the one before: an event or a file was dropped, doubled, moved or put in.`;
    case 'seal_wrong':
      return `Event ${seq} closes an unfinished write, and other bytes stand before it.`;
  }
}

function unreadable(path: string, error: unknown): AgentSafeError {
  return new AgentSafeError('ERR_AUDIT_INVALID', `The audit log ${path} cannot be read: ${describeCause(error)}.`);
}
