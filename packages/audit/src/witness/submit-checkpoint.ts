import { realLogPath } from '@agent-safe/core/node';
import { type Checkpoint, readUnverified } from '../checkpoint/checkpoint.ts';
import { readTree } from '../checkpoint/stored-checkpoint.ts';
import { formatWitnessKey } from '../format/cosignature.ts';
import { buildGrowth, continueGrowth } from '../proof/build-proof.ts';
import { countLines } from '../read/read-events.ts';
import { type AskProblem, askWitness, type WitnessOption } from './ask-witness.ts';
import {
  fromStoredTree,
  readWitnessRecords,
  storeWitnessRecord,
  toStoredTree,
  type WitnessRecord,
} from './stored-witnesses.ts';

/**
 * Why a checkpoint has no cosignature. Besides the problems of an answer: `log_cut`, the log has fewer events than the witness has seen;
 * `log_unusable`, the log does not match its own checkpoint.
 */
export type WitnessProblem = AskProblem | 'log_cut' | 'log_unusable';

/** Why a witness did not cosign. */
export interface WitnessFailure {
  readonly ok: false;
  readonly code: WitnessProblem;
  readonly reason: string;
  /** Whether the answer shows that the log was cut or replaced. */
  readonly isEvidence: boolean;
}

/** Answer of one witness about a checkpoint. */
export type WitnessResult = { readonly witness: string } & (
  | {
      readonly ok: true;
      readonly origin: string;
      /** Number of events that the checkpoint covers. */
      readonly size: number;
      /** Time of the cosignature, in seconds since 1970, UTC. */
      readonly time: number;
      readonly note: string;
    }
  | WitnessFailure
);

/** Clock and cancellation of a submission. */
export interface SubmitOptions {
  /** Returns the time in milliseconds since 1970, UTC. Default: the system clock. */
  readonly clock?: (() => number) | undefined;
  readonly signal?: AbortSignal | undefined;
}

type Growth =
  | { readonly ok: true; readonly hashes: readonly Uint8Array[] }
  | { readonly ok: false; readonly reason: string };

/** Another process may submit a checkpoint between two requests. */
const MOST_TRIES = 3;

/**
 * Submits a checkpoint of a log to witnesses, and stores their cosignatures beside the log. No failure of a witness is thrown.
 *
 * @param note the signed checkpoint
 * @throws AgentSafeError ERR_AUDIT_INVALID if the log cannot be read
 */
export async function submitCheckpoint(
  given: string,
  note: string,
  witnesses: readonly WitnessOption[],
  { clock = Date.now, signal = new AbortController().signal }: SubmitOptions = {},
): Promise<readonly WitnessResult[]> {
  const path = realLogPath(given);
  const opened = readUnverified(note);
  if (!opened.ok) throw new RangeError('the note is not a checkpoint');
  const submission = new Submission(path, note, opened.checkpoint, clock, signal);
  return Promise.all(witnesses.map((witness) => submission.to(witness)));
}

class Submission {
  readonly #path: string;
  readonly #note: string;
  readonly #checkpoint: Checkpoint;
  readonly #clock: () => number;
  readonly #signal: AbortSignal;
  /** Proofs by old size: witnesses that know the same size get the same proof. */
  readonly #growths = new Map<number, Promise<Growth>>();

  constructor(path: string, note: string, checkpoint: Checkpoint, clock: () => number, signal: AbortSignal) {
    this.#path = path;
    this.#note = note;
    this.#checkpoint = checkpoint;
    this.#clock = clock;
    this.#signal = signal;
  }

  async to(witness: WitnessOption): Promise<WitnessResult> {
    const key = formatWitnessKey(witness.key);
    const before = readWitnessRecords(this.#path).find((record) => record.key === key);
    const answer = await this.#ask(witness, before);
    const { size } = this.#checkpoint;
    const { name } = witness.key;
    if (answer.ok) {
      const built = readTree(this.#path, this.#checkpoint);
      const tree = built === undefined ? null : toStoredTree(built);
      this.#store({ key, size, note: answer.note, time: answer.time, tree, failure: null });
      return { witness: name, origin: this.#checkpoint.origin, size, ...answer };
    }
    const failure = { code: answer.code, reason: answer.reason, at: new Date(this.#clock()).toISOString() };
    this.#store({ key, size: 0, note: null, time: 0, tree: null, ...before, failure });
    return { witness: name, ...answer };
  }

  #store(record: WitnessRecord): void {
    try {
      storeWitnessRecord(this.#path, record);
    } catch {
      // The caller has the result. The next submission asks the witness which size it knows.
    }
  }

  async #ask(
    witness: WitnessOption,
    before: WitnessRecord | undefined,
  ): Promise<{ readonly ok: true; readonly note: string; readonly time: number } | WitnessFailure> {
    const { size } = this.#checkpoint;
    let oldSize = Math.min(before?.size ?? 0, size);
    for (let tried = 0; tried < MOST_TRIES; tried += 1) {
      const growth = await this.#growth(oldSize, before);
      if (!growth.ok) return { ok: false, code: 'log_unusable', reason: growth.reason, isEvidence: false };
      const options = { clock: this.#clock, signal: this.#signal };
      const answer = await askWitness(witness, this.#note, { oldSize, hashes: growth.hashes }, options);
      if (answer.ok) return answer;
      if (answer.code !== 'conflict') return { ...answer, isEvidence: answer.code === 'log_differs' };
      if (answer.size > size) return this.#behind(witness, answer.size);
      oldSize = answer.size;
    }
    const reason = `The witness ${witness.key.name} names another size after each request. Try again later.`;
    return { ok: false, code: 'refused', reason, isEvidence: false };
  }

  /** The log is read after the answer, so it has at least the events that any process submitted before. */
  async #behind({ key: { name } }: WitnessOption, known: number): Promise<WitnessFailure> {
    const events = await countLines(this.#path);
    if (events < known) {
      const found = `The log has ${events} lines, but the witness ${name} has cosigned a checkpoint of ${known} events`;
      const fix =
        'The end was removed, or this is an older copy or a new log with the same key. Restore the complete log from a copy';
      return { ok: false, code: 'log_cut', reason: `${found}. ${fix}.`, isEvidence: true };
    }
    const found = `The witness ${name} knows ${known} events, and this checkpoint covers ${this.#checkpoint.size}`;
    const reason = `${found}. Sign a new one: agent-safe audit checkpoint.`;
    return { ok: false, code: 'witness_ahead', reason, isEvidence: false };
  }

  #growth(oldSize: number, before: WitnessRecord | undefined): Promise<Growth> {
    const known = this.#growths.get(oldSize) ?? this.#build(oldSize, before);
    this.#growths.set(oldSize, known);
    return known;
  }

  async #build(oldSize: number, before: WitnessRecord | undefined): Promise<Growth> {
    // The proof from an empty tree has no hashes.
    if (oldSize === 0) return { ok: true, hashes: [] };
    const stored = before?.size === oldSize ? fromStoredTree(before) : undefined;
    const hashes = stored && (await continueGrowth(this.#path, stored, this.#checkpoint));
    return hashes === undefined ? buildGrowth(this.#path, oldSize, this.#checkpoint) : { ok: true, hashes };
  }
}
