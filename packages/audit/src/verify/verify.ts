import { AgentSafeError, describeCause, type LogCheckpoints } from '@agent-safe/core';
import type { FoundEvidence } from '../anchor/evidence.ts';
import { headOf } from '../archive/start-tree.ts';
import { matchArchived, type Statement, treeOf } from '../archive/statement.ts';
import { type Checkpoint, openCheckpoint } from '../checkpoint/checkpoint.ts';
import { Chain, type ChainProblem, type ClosedTail, type LinePlace } from '../format/chain.ts';
import { MerkleTree } from '../format/merkle.ts';
import { NO_KNOWN_KEY, type NoteVerifier } from '../format/note.ts';
import type { ReadEvent } from '../format/read-line.ts';
import { endOfLog } from '../read/end-of-log.ts';
import { presentFiles, type SizedFile } from '../read/log-sizes.ts';
import type { LogSource } from '../read/log-source.ts';
import { readLines } from '../read/read-lines.ts';
import { ExpectedCheckpoints, expectEvidence, expectGiven, expectStatement } from './expected.ts';
import { describeProblem, disagree, type Failure, RESTORE } from './failure.ts';
import { type FoundStatements, readParts } from './parts.ts';

export interface VerifyOptions {
  /** A checkpoint that was stored outside the log: the text of a signed note. */
  readonly checkpoint?: string | undefined;
  /** Keys whose signatures are accepted. If any is given, the checkpoints in the log are verified too. */
  readonly verifiers?: readonly NoteVerifier[] | undefined;
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
}

/** The part of a log that was archived. */
export interface ArchivedPart {
  /** Number of the last archived event. */
  readonly until: number;
  /** Folder of the archive, absolute or relative to the folder of the log. */
  readonly folder: string;
  /** Name of the key that signed the statement. */
  readonly origin: string;
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
  /** Number of events in the verified files, or of those before the first wrong one. */
  readonly events: number;
  /** Hash of the last event of the intact chain. */
  readonly entry_hash: string;
  readonly files: readonly string[];
  /** Unfinished writes that were closed. Their events are lost and were not acknowledged. */
  readonly seals: readonly ClosedTail[];
  /** The largest checkpoint that matches the log: the given one or one in the log. */
  readonly anchor?: Anchor;
  /** The archived events before the first event, by the statement beside the log. */
  readonly archived?: ArchivedPart;
}

/**
 * Verifies a log and its closed files, in constant memory: no line was changed, none is missing between others, and the log matches
 * the checkpoint, if one is given.
 *
 * @param path of the log. If the log has several files, the path of the newest
 * @throws AgentSafeError ERR_AUDIT_INVALID if the log cannot be read, or if no known key signed the given checkpoint
 */
export async function verifyLog(path: string, options: VerifyOptions = {}): Promise<LogVerdict> {
  return verifyParts([path], options);
}

/**
 * Verifies the parts of one log together: its archives, and the rest of the log. Each part must continue the part before.
 *
 * @param paths of the parts, in any order
 * @throws the errors of {@link verifyLog}
 */
export async function verifyParts(paths: readonly string[], options: VerifyOptions = {}): Promise<LogVerdict> {
  const { evidence, missing, source, statements, wrong } = await readParts(paths, options);
  return verifySource(source, options, { evidence, missing, statements, wrong });
}

/** Verifies a log from any source. @throws the errors of {@link verifyLog} */
export async function verifySource(
  source: LogSource,
  options: VerifyOptions = {},
  { evidence, missing, statements, wrong }: FoundEvidence & Partial<FoundStatements> = {
    evidence: [],
    missing: undefined,
  },
): Promise<LogVerdict> {
  const verifiers = options.verifiers ?? [];
  const given = options.checkpoint === undefined ? [] : [readCheckpoint(options.checkpoint, verifiers)];
  const known = (statements?.known ?? []).map(expectStatement);
  const expected = new ExpectedCheckpoints([...given.map(expectGiven), ...evidence.map(expectEvidence), ...known]);
  return new Verification(source, verifiers, {
    expected,
    missing,
    start: statements?.start,
    last: statements?.last,
    wrong,
  }).run();
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

/** What a log is compared with. */
interface Basis {
  readonly expected: ExpectedCheckpoints;
  /** The checkpoint file that is missing, although the state has one. */
  readonly missing: string | undefined;
  readonly start: Statement | undefined;
  /** Number of the last event, if only archives are given. */
  readonly last: number | undefined;
  readonly wrong: string | undefined;
}

class Verification {
  readonly #source: LogSource;
  readonly #verifiers: readonly NoteVerifier[];
  readonly #expected: ExpectedCheckpoints;
  /** The checkpoint file that is missing, although the state has one. */
  readonly #missing: string | undefined;
  readonly #chain: Chain;
  /** The statement with which the log begins. Undefined: the log begins with its first event. */
  readonly #start: Statement | undefined;
  /** The statement that was changed. */
  readonly #wrong: string | undefined;
  readonly #last: number | undefined;
  /** Whether the log must have an event that names the statement. An archive may end before this event. */
  #isUnrecorded: boolean;
  /** Undefined if there is no checkpoint to compare the tree with. */
  readonly #tree: MerkleTree | undefined;
  #anchor: Anchor | undefined;
  #failure: Failure | undefined;
  #files: readonly SizedFile[] = [];

  constructor(source: LogSource, verifiers: readonly NoteVerifier[], { expected, last, missing, start, wrong }: Basis) {
    this.#source = source;
    this.#verifiers = verifiers;
    this.#expected = expected;
    this.#missing = missing;
    this.#wrong = wrong;
    this.#last = last;
    this.#start = start;
    this.#isUnrecorded = start !== undefined;
    const head = start && headOf(start);
    this.#chain = new Chain(head, head?.offset);
    const needsTree = verifiers.length > 0 || expected.needsTree;
    this.#tree = needsTree ? (start === undefined ? new MerkleTree() : treeOf(start)) : undefined;
    this.#reach();
  }

  async run(): Promise<LogVerdict> {
    if (this.#wrong !== undefined) this.#refuseStatement(this.#wrong);
    this.#compareArchived();
    const files = presentFiles(await this.#source.files());
    this.#files = files;
    if (files.length === 0 && this.#expected.largest === undefined) {
      throw new AgentSafeError('ERR_AUDIT_INVALID', `There is no audit log at ${this.#source.name}. Check the path.`);
    }
    for (const file of this.#failure === undefined ? files : []) {
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
    if (read.event.event_type === 'log_archived' && read.event.statement === this.#start?.digest)
      this.#isUnrecorded = false;
    this.#reach();
    return true;
  }

  /** Compares the checkpoints of archived events with the statement. */
  #compareArchived(): void {
    const start = this.#start;
    if (start === undefined) return;
    for (const expected of this.#expected.upTo(start.seq)) {
      const found = matchArchived(start, expected);
      if (found === 'same') continue;
      const { isGiven, name, size } = expected;
      const advice = `Verify the log together with its archive ${start.folder}`;
      if (found === 'unknown' && isGiven) {
        const summary = `The checkpoint covers ${size} events, and the archive statement does not know it. ${advice}.`;
        throw new AgentSafeError('ERR_AUDIT_INVALID', summary);
      }
      const what = found === 'unknown' ? 'does not know' : 'differs from';
      this.#refuseStatement(`The archive statement ${what} ${name} of ${size} events. ${advice}`);
    }
  }

  #refuseStatement(why: string): void {
    const seq = this.#chain.head.seq + 1;
    this.#failure ??= { verdict: 'tampered', seq, problem: 'statement_wrong', reason: `${why}. ${RESTORE}` };
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
    const start = this.#start;
    const before = start?.seq ?? 0;
    const archived =
      start === undefined ? {} : { archived: { until: before, folder: start.folder, origin: start.origin } };
    const anchor = this.#anchor === undefined ? {} : { anchor: this.#anchor };
    const failure =
      this.#failure ?? this.#compareExpected() ?? this.#findEnd() ?? this.#findMissing() ?? this.#findUnrecorded();
    if (failure !== undefined) {
      const events = Math.max(failure.seq - 1 - before, 0);
      return { ...failure, events, entry_hash: head.hash, files, seals, ...archived, ...anchor };
    }
    const report = { seq: head.seq, events: head.seq - before, entry_hash: head.hash, files, seals, ...archived };
    const { given, local } = this.#expected;
    const known = given ?? local;
    if (known === undefined) return { verdict: 'ok, unanchored', ...report, ...anchor };
    const { origin, size } = known;
    return { verdict: given === undefined ? 'ok, anchored locally' : 'ok', ...report, anchor: { size, origin } };
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
      const missing = this.#describeBeginning(problem, place, end.bytes);
      if (missing !== undefined) return missing;
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

  /** Returns the failure of a log that begins with a later event, without a statement about the earlier ones. */
  #describeBeginning(problem: ChainProblem, place: LinePlace, bytes: Buffer): Failure | undefined {
    const { seq } = this.#chain.head;
    const found = /^\{"v":1,"seq":(\d{1,15}),/.exec(bytes.toString('latin1', 0, 40))?.[1];
    if (seq > 0 || this.#start !== undefined || problem !== 'chain_broken' || !(Number(found) > 1)) return undefined;
    const reason = `The log begins with event ${found}, and no archive statement is beside it. If the events before were archived, put the statement back: ${place.file}.start. ${RESTORE}`;
    return { verdict: 'tampered', seq: 1, problem: 'statement_missing', reason, place };
  }

  /** The event that names the statement is recorded before the statement is in place, so a rest of the log has it. */
  #findUnrecorded(): Failure | undefined {
    if (this.#last !== undefined && this.#last !== this.#chain.head.seq) return this.#describeEnd(this.#last);
    if (!this.#isUnrecorded || !this.#source.hasNewest) return undefined;
    const seq = this.#chain.head.seq + 1;
    const reason = `The log has no event about its archive statement, so the statement is of another time. ${RESTORE}`;
    return { verdict: 'tampered', seq, problem: 'statement_wrong', reason };
  }

  /** An archive ends with the last event of the statement in it. */
  #describeEnd(last: number): Failure {
    const { seq } = this.#chain.head;
    const reason = `The archive ends at event ${seq}, but its statement is about the events up to ${last}. ${RESTORE}`;
    return { verdict: 'tampered', seq: Math.min(seq, last) + 1, problem: 'statement_wrong', reason };
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
