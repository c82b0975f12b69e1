import { AgentSafeError, describeCause, type LogCheckpoints } from '@agent-safe/core';
import { realLogPath } from '@agent-safe/core/node';
import { type FoundEvidence, readEvidence } from '../anchor/evidence.ts';
import { type Checkpoint, openCheckpoint } from '../checkpoint/checkpoint.ts';
import { Chain, type ClosedTail, type LinePlace } from '../format/chain.ts';
import { openCosignatures, type WitnessKey } from '../format/cosignature.ts';
import { MerkleTree } from '../format/merkle.ts';
import { NO_KNOWN_KEY, type NoteVerifier } from '../format/note.ts';
import type { ReadEvent } from '../format/read-line.ts';
import { endOfLog } from '../read/end-of-log.ts';
import type { SizedFile } from '../read/log-sizes.ts';
import { fileSource, type LogSource } from '../read/log-source.ts';
import { readLines } from '../read/read-lines.ts';
import { listCheckpoints } from '../witness/list-checkpoints.ts';
import { ExpectedCheckpoints, expectEvidence, expectGiven } from './expected.ts';
import { describeProblem, disagree, type Failure, RESTORE } from './failure.ts';

export interface VerifyOptions {
  /** A checkpoint that was stored outside the log: the text of a signed note. */
  readonly checkpoint?: string | undefined;
  /** Keys whose signatures are accepted. If any is given, the checkpoints in the log are verified too. */
  readonly verifiers?: readonly NoteVerifier[] | undefined;
  /** Witnesses whose cosignatures on `checkpoint` are verified and named. */
  readonly witnesses?: readonly WitnessKey[] | undefined;
  /** The state of the project, which keeps the last checkpoint of the log. */
  readonly checkpoints?: LogCheckpoints | undefined;
  /** Whether the caller holds the lock of the log. */
  readonly isLocked?: boolean;
}

/** A checkpoint that matches the log. */
export interface Anchor {
  /** Number of events that the checkpoint covers. */
  readonly size: number;
  /** Name of the key that signed it; `state` for a checkpoint of a project without keys, which only its state keeps. */
  readonly origin: string;
  /** Witnesses that cosigned it: just now, or on the given checkpoint. */
  readonly witnesses?: readonly string[];
}

/**
 * Result of verifying a log.
 *
 * - `ok`: the log matches the checkpoint, and the events after the checkpoint are one chain.
 * - `ok, anchored locally`: the log matches the checkpoints that are kept beside it or in the state of the project. A program that
 *   can change all of them can replace the log.
 * - `ok, unanchored`: all events are one chain. No checkpoint was found, so a truncated log cannot be ruled out.
 * - `torn`: the log ends with an unfinished write, which a crash left. It was not acknowledged.
 * - `tampered`: events were changed, removed, added or moved.
 */
export type LogVerdict = LogReport &
  ({ readonly verdict: 'ok' | 'ok, anchored locally' | 'ok, unanchored' } | Omit<Failure, 'seq'>);

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
  const real = realLogPath(path);
  const stored = await options.checkpoints?.get(real);
  const found = await readEvidence(real, options.verifiers ?? [], stored);
  const evidence = [...found.evidence, ...readCosigned(real, options.verifiers ?? [])];
  return verifySource(fileSource(path, options.isLocked), options, { ...found, evidence });
}

/** Reads the checkpoints next to a log that witnesses cosigned. Those of unknown keys are skipped, because keys are rotated. */
function readCosigned(path: string, verifiers: readonly NoteVerifier[]): FoundEvidence['evidence'] {
  const cosigned = listCheckpoints(path, verifiers).filter(({ witnesses }) => witnesses > 0);
  return cosigned.map(({ note, origin, root, size }) => {
    const checkpoint = { origin, root, size };
    return { keptIn: 'cosigned', size, checkpoint, note, last: undefined, isTrusted: verifiers.length > 0 };
  });
}

/** Verifies a log from any source. @throws the errors of {@link verifyLog} */
export async function verifySource(
  source: LogSource,
  options: VerifyOptions = {},
  { evidence, missing }: FoundEvidence = { evidence: [], missing: undefined },
): Promise<LogVerdict> {
  const verifiers = options.verifiers ?? [];
  const { checkpoint, witnesses = [] } = options;
  const given =
    checkpoint === undefined
      ? []
      : [expectGiven(readCheckpoint(checkpoint, verifiers), readWitnesses(checkpoint, witnesses))];
  const expected = [...given, ...evidence.map(expectEvidence)];
  return new Verification(source, verifiers, new ExpectedCheckpoints(expected), missing).run();
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

/** Returns the names of the witnesses that cosigned a checkpoint. */
function readWitnesses(note: string, witnesses: readonly WitnessKey[]): readonly string[] {
  const opened = openCosignatures(note, witnesses);
  if (opened.ok) return opened.cosignatures.map(({ witness }) => witness.name);
  throw new AgentSafeError('ERR_AUDIT_INVALID', `The checkpoint is not valid: ${opened.reason}.`);
}

class Verification {
  readonly #source: LogSource;
  readonly #verifiers: readonly NoteVerifier[];
  readonly #expected: ExpectedCheckpoints;
  /** The checkpoint file that is missing, although the state has one. */
  readonly #missing: string | undefined;
  readonly #chain = new Chain();
  /** Undefined if there is no checkpoint to compare the tree with. */
  readonly #tree: MerkleTree | undefined;
  #anchor: Anchor | undefined;
  #failure: Failure | undefined;
  #files: readonly SizedFile[] = [];

  constructor(
    source: LogSource,
    verifiers: readonly NoteVerifier[],
    expected: ExpectedCheckpoints,
    missing: string | undefined,
  ) {
    this.#source = source;
    this.#verifiers = verifiers;
    this.#expected = expected;
    this.#missing = missing;
    this.#tree = verifiers.length > 0 || expected.needsTree ? new MerkleTree() : undefined;
    this.#reach();
  }

  async run(): Promise<LogVerdict> {
    const files = await this.#source.files();
    this.#files = files;
    if (files.length === 0 && this.#expected.largest === undefined) {
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
    // A checkpoint in the log comes right after the last event that it covers.
    const isCheckpoint = read.seq !== undefined && read.event.event_type === 'checkpoint';
    if (tree !== undefined && isCheckpoint && !this.#compare(read, tree, place)) return false;
    tree?.append(Buffer.from(read.entry_hash, 'hex'));
    this.#reach();
    return true;
  }

  #reach(): void {
    const { hash, seq } = this.#chain.head;
    this.#expected.reach(seq, this.#tree, hash, this.#anchor?.size ?? 0);
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
    const failure = this.#failure ?? this.#compareExpected() ?? this.#findEnd() ?? this.#findMissing();
    if (failure !== undefined) {
      return { ...failure, events: failure.seq - 1, entry_hash: head.hash, files, seals, ...anchor };
    }
    const report = { seq: head.seq, events: head.seq, entry_hash: head.hash, files, seals };
    const { given, local } = this.#expected;
    const known = given ?? local;
    if (known === undefined) return { verdict: 'ok, unanchored', ...report, ...anchor };
    const { origin, size, witnesses = [] } = known;
    const verified = { size, origin, ...(witnesses.length === 0 ? {} : { witnesses }) };
    return { verdict: given === undefined ? 'ok, anchored locally' : 'ok', ...report, anchor: verified };
  }

  /** Compares the log with the checkpoints, as far as the log has enough events. */
  #compareExpected(): Failure | undefined {
    const { mismatch } = this.#expected;
    return mismatch && disagree(mismatch.expected.size, mismatch.anchored, mismatch.expected.name);
  }

  /** Returns the problem at the end of the log. */
  #findEnd(): Failure | undefined {
    const end = endOfLog(this.#chain, this.#files);
    const last = this.#chain.head.seq;
    const seq = last + 1;
    const { name = '', size: covered = 0 } = this.#expected.largest ?? {};
    if (end.state !== 'whole') {
      const { place, problem, state } = end;
      const found = state === 'torn' ? `Event ${seq} is incomplete` : describeProblem(problem, seq);
      if (covered < seq) {
        const advice = state === 'torn' ? 'The process or the machine stopped while it was written.' : RESTORE;
        return { verdict: state, seq, problem, reason: `${found}. ${advice}`, place };
      }
      const reason = `${found}. ${capitalize(name)} covers ${covered} events, so event ${seq} was recorded. ${RESTORE}`;
      return { verdict: 'tampered', seq, problem, reason, place, until: covered };
    }
    if (covered < seq) return undefined;
    const reason =
      this.#files.length === 0
        ? `There is no log at ${this.#source.name}, but ${name} covers ${covered} events. Check the path; if it is right, the log was deleted.`
        : `The log ends at event ${last}, but ${name} covers ${covered}. The end was removed, or this is an older copy. Restore the complete log from a copy.`;
    return { verdict: 'tampered', seq, problem: 'cut', reason, until: covered };
  }

  #findMissing(): Failure | undefined {
    if (this.#missing === undefined) return undefined;
    const reason = `The checkpoint beside the log is missing: ${this.#missing}. The state has one. Restore the file from a copy, or sign a new checkpoint of a new log after "agent-safe audit restart".`;
    return { verdict: 'tampered', seq: this.#chain.head.seq + 1, problem: 'checkpoint_missing', reason };
  }
}

function capitalize(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
}

function unreadable(path: string, error: unknown): AgentSafeError {
  return new AgentSafeError(
    'ERR_AUDIT_INVALID',
    `The audit log ${path} cannot be read: ${describeCause(error)}. Check that the file is readable.`,
  );
}
