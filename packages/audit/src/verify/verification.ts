import { AgentSafeError, describeCause } from '@agent-safe/core';
import { openCheckpoint } from '../checkpoint/checkpoint.ts';
import { Chain, type LinePlace } from '../format/chain.ts';
import { MerkleTree } from '../format/merkle.ts';
import { NO_KNOWN_KEY, type NoteVerifier } from '../format/note.ts';
import type { ReadEvent } from '../format/read-line.ts';
import { readText } from '../format/read-text.ts';
import { endOfLog } from '../read/end-of-log.ts';
import { presentFiles, type SizedFile } from '../read/log-sizes.ts';
import type { LogSource } from '../read/log-source.ts';
import { readLines } from '../read/read-lines.ts';
import { headOf, matchArchived, type Statement, treeOf } from '../statement/statement.ts';
import type { ExpectedCheckpoints } from './expected.ts';
import { describeBeginning, describeProblem, disagree, type Failure, RESTORE } from './failure.ts';
import type { Anchor, LogVerdict } from './log-verdict.ts';

/** Everything that a log is compared with. */
interface Basis {
  readonly expected: ExpectedCheckpoints;
  /** The checkpoint file that is missing, although the state has one. */
  readonly missing: string | undefined;
  /** The statement with which the log begins. Undefined: the log begins with its first event. */
  readonly start: Statement | undefined;
  /** Number of the last event, if only archives are given. */
  readonly last: number | undefined;
  /** Why a statement is wrong. */
  readonly wrong: string | undefined;
}

/** Reads a log once, and compares it with everything that is known about it. */
export class Verification {
  readonly #source: LogSource;
  readonly #verifiers: readonly NoteVerifier[];
  readonly #expected: ExpectedCheckpoints;
  /** The checkpoint file that is missing, although the state has one. */
  readonly #missing: string | undefined;
  readonly #chain: Chain;
  /** The statement with which the log begins. Undefined: the log begins with its first event. */
  readonly #start: Statement | undefined;
  /** Why a statement is wrong. */
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
    const opened = openCheckpoint(readText(event.note), this.#verifiers);
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
      const isBeginning = last === 0 && this.#start === undefined && problem === 'chain_broken';
      const missing = isBeginning ? describeBeginning(place, end.bytes) : undefined;
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

  /** The event that names the statement is recorded before the statement is in place, so a rest of the log has it. */
  #findUnrecorded(): Failure | undefined {
    if (this.#last !== undefined && this.#last !== this.#chain.head.seq) return this.#describeEnd(this.#last);
    if (!this.#isUnrecorded || !this.#source.hasNewest) return undefined;
    const seq = this.#chain.head.seq + 1;
    const reason = `No event of the log names its archive statement, so the statement is not the last one of this log. ${RESTORE}`;
    return { verdict: 'tampered', seq, problem: 'statement_wrong', reason };
  }

  /** The statement in an archive says which event is the last one. */
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
