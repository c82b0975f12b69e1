import { type Checkpoint, openCheckpoint } from '../checkpoint/checkpoint.ts';
import { isSameKey, openCosignatures, type WitnessKey } from '../format/cosignature.ts';
import { NO_KNOWN_KEY, type NoteVerifier } from '../format/note.ts';
import { type ReadEvent, readLine } from '../format/read-line.ts';
import { type ConsistencyProof, decodeText, type InclusionProof, parseProof } from './proof-file.ts';
import { isConsistent, isIncluded } from './verify-tree.ts';

/** The keys and witnesses that a verifier trusts. */
export interface ProofPolicy {
  /** Keys of the logs that are accepted. */
  readonly keys: readonly NoteVerifier[];
  readonly witnesses?: readonly WitnessKey[] | undefined;
  /** Number of witnesses that must have cosigned the checkpoint. Default: all of `witnesses`. */
  readonly quorum?: number | undefined;
}

/**
 * Reason why a proof is refused:
 *
 * - `malformed`: the file is not a proof.
 * - `unknown_key`: no known key signed a checkpoint.
 * - `checkpoint_invalid`: a checkpoint has a wrong signature, or is malformed.
 * - `cosignature_wrong`: the cosignature of a known witness is wrong.
 * - `too_few_witnesses`: fewer witnesses than the quorum cosigned the checkpoint.
 * - `event_changed`: the event does not match its own hash.
 * - `wrong_position`: the event has another number than its position in the log.
 * - `not_included`: the event is not in the log of the checkpoint, or the proof was changed.
 * - `not_consistent`: the log does not begin with the events of the older checkpoint, or the proof was changed.
 */
export type ProofProblem =
  | 'checkpoint_invalid'
  | 'cosignature_wrong'
  | 'event_changed'
  | 'malformed'
  | 'not_consistent'
  | 'not_included'
  | 'too_few_witnesses'
  | 'unknown_key'
  | 'wrong_position';

/** A checkpoint that was verified, and the witnesses that cosigned it. */
export interface ProvenCheckpoint extends Checkpoint {
  /** Names of the witnesses, and the times of their cosignatures in seconds since 1970, UTC. */
  readonly witnesses: readonly { readonly name: string; readonly time: number }[];
}

/** What a proof proves, or why it is refused. */
export type ProofVerdict =
  | {
      readonly ok: true;
      readonly kind: 'inclusion';
      readonly checkpoint: ProvenCheckpoint;
      /** Number of the event in the log, from 1. */
      readonly seq: number;
      readonly entry_hash: string;
      readonly event: ReadEvent['event'];
      /** The line of the event, as it is in the log. */
      readonly line: string;
    }
  | {
      readonly ok: true;
      readonly kind: 'consistency';
      readonly checkpoint: ProvenCheckpoint;
      readonly from: Checkpoint;
    }
  | Refusal;

interface Refusal {
  readonly ok: false;
  readonly code: ProofProblem;
  readonly reason: string;
}

/**
 * Verifies a proof offline: the event or the older checkpoint, the path to the root of the checkpoint, and the signatures of the
 * checkpoint.
 *
 * @param bytes content of a file that {@link proveEvent} or {@link proveGrowth} made
 */
export function verifyProof(bytes: Uint8Array, policy: ProofPolicy): ProofVerdict {
  const read = parseProof(bytes);
  if (!read.ok) return refuse('malformed', `The file is not a proof: ${read.reason}`);
  const { proof } = read;
  const opened = open(proof.checkpoint, policy, 'the checkpoint');
  if (!opened.ok) return opened;
  const cosigned = checkWitnesses(proof.checkpoint, policy);
  if (!cosigned.ok) return cosigned;
  const checkpoint = { ...opened.checkpoint, witnesses: cosigned.witnesses };
  return proof.kind === 'inclusion'
    ? verifyInclusion(proof, checkpoint)
    : verifyConsistency(proof, checkpoint, open(proof.from, policy, 'the older checkpoint'));
}

function open(
  note: string,
  { keys }: ProofPolicy,
  name: string,
): { readonly ok: true; readonly checkpoint: Checkpoint } | Refusal {
  const opened = openCheckpoint(note, keys);
  if (opened.ok) return opened;
  if (opened.reason === NO_KNOWN_KEY)
    return refuse('unknown_key', `No known key signed ${name}. Give the verifier key of this log with --key`);
  return refuse('checkpoint_invalid', `A signature or the text of ${name} is wrong: ${opened.reason}`);
}

/** Counts each public key once, under any name. The log cannot be its own witness. */
function checkWitnesses(
  note: string,
  { keys, quorum, witnesses = [] }: ProofPolicy,
): { readonly ok: true; readonly witnesses: ProvenCheckpoint['witnesses'] } | Refusal {
  const opened = openCosignatures(note, witnesses);
  if (!opened.ok) return refuse('cosignature_wrong', `A witness did not sign this checkpoint: ${opened.reason}`);
  const independent = opened.cosignatures.filter(
    ({ witness }, place, all) =>
      !keys.some((key) => isSameKey(key, witness)) &&
      all.findIndex((other) => isSameKey(other.witness, witness)) === place,
  );
  const needed = quorum ?? witnesses.length;
  if (!(independent.length >= needed)) {
    const found = `${independent.length} of ${needed} required witnesses cosigned the checkpoint`;
    return refuse('too_few_witnesses', `Only ${found}. Ask the owner of the log for a proof with more cosignatures`);
  }
  return { ok: true, witnesses: independent.map(({ time, witness }) => ({ name: witness.name, time })) };
}

function verifyInclusion({ hashes, index, line }: InclusionProof, checkpoint: ProvenCheckpoint): ProofVerdict {
  const seq = index + 1;
  const text = decodeText(line);
  const read = text === undefined ? 'not_an_event' : readLine(Buffer.from(line), 0, line.length);
  if (text === undefined || typeof read === 'string')
    return refuse('event_changed', 'The event was changed: its content does not match its own hash');
  const { entry_hash, event } = read;
  if (read.seq !== undefined && read.seq !== seq)
    return refuse('wrong_position', `The proof is about event ${seq}, but the event says that it is event ${read.seq}`);
  if (!isIncluded(Buffer.from(entry_hash, 'hex'), index, checkpoint.size, hashes, checkpoint.root)) {
    const where = `event ${seq} of the ${checkpoint.size} events of this checkpoint`;
    return refuse('not_included', `The event is not ${where}, or the proof was changed`);
  }
  return { ok: true, kind: 'inclusion', checkpoint, seq, entry_hash, event, line: text };
}

function verifyConsistency(
  { hashes }: ConsistencyProof,
  checkpoint: ProvenCheckpoint,
  older: ReturnType<typeof open>,
): ProofVerdict {
  if (!older.ok) return older;
  const from = older.checkpoint;
  if (isConsistent(from.size, checkpoint.size, hashes, from.root, checkpoint.root))
    return { ok: true, kind: 'consistency', checkpoint, from };
  const what = `The log of ${checkpoint.size} events does not begin with the ${from.size} events of the older checkpoint`;
  return refuse('not_consistent', `${what}, or the proof was changed`);
}

function refuse(code: ProofProblem, reason: string): Refusal {
  return { ok: false, code, reason: `${reason}.` };
}
