import type { ChainProblem, LinePlace } from '../format/chain.ts';

/**
 * Problem of a log. Besides the problems of a line: `checkpoint_wrong`, the events differ from those that a checkpoint covers; `cut`,
 * the log has fewer events than the checkpoint covers; `checkpoint_unsigned`, a checkpoint in the log has no valid signature;
 * `checkpoint_missing`, the checkpoint beside the log is missing, but the state has one; `statement_missing`, the log does not begin with
 * event 1, and no archive statement is beside it; `statement_wrong`, the archive statement was changed, contradicts a checkpoint, or no event of the log
 * names it.
 */
export type LogProblem =
  | ChainProblem
  | 'checkpoint_missing'
  | 'checkpoint_unsigned'
  | 'checkpoint_wrong'
  | 'cut'
  | 'files_missing'
  | 'statement_missing'
  | 'statement_wrong';

/** Why a log is not ok. */
export interface Failure {
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

/** Advice of all reasons where the content of the log is wrong. */
export const RESTORE = 'Keep this log as evidence, and compare it with a copy on another machine.';

/** Returns the failure of a checkpoint that does not match. The first wrong event comes after the last matching checkpoint. */
export function disagree(size: number, anchored: number, name = 'the checkpoint'): Failure {
  const seq = anchored + 1;
  const reason = `The log does not match ${name} of ${size} events: an event from ${seq} to ${size} was changed, and the hashes after it were recomputed. ${RESTORE}`;
  return { verdict: 'tampered', problem: 'checkpoint_wrong', reason, seq, until: size };
}

/** Returns the failure of a log that begins with a later event, without a statement about the earlier ones; otherwise undefined. */
export function describeBeginning(place: LinePlace, bytes: Buffer): Failure | undefined {
  const found = /^\{"v":1,"seq":(\d{1,15}),/.exec(bytes.toString('latin1', 0, 40))?.[1];
  if (!(Number(found) > 1)) return undefined;
  const reason = `The log begins with event ${found}, and no archive statement is beside it. If the events before were archived, put the statement back: ${place.file}.start. ${RESTORE}`;
  return { verdict: 'tampered', seq: 1, problem: 'statement_missing', reason, place };
}

export function describeProblem(problem: ChainProblem, seq: number): string {
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
