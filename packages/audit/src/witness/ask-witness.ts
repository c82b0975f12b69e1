import { DeliveryError, Endpoint } from '@agent-safe/webhook';
import { openCosignatures, type WitnessKey } from '../format/cosignature.ts';
import { toBase64 } from '../proof/proof-file.ts';
import { addSignatures } from './list-checkpoints.ts';

/** A witness of a log: a server that cosigns its checkpoints, if each one continues the one before. */
export interface WitnessOption {
  /** Base URL, without `/add-checkpoint`. */
  readonly url: string;
  readonly key: WitnessKey;
  /** Whether the address may be private, and plain http is allowed. Default: false. */
  readonly allowPrivate?: boolean | undefined;
  /** Time limit of one request in milliseconds. Default: 15,000. */
  readonly timeoutMs?: number | undefined;
}

/**
 * Why a witness did not cosign:
 *
 * - `unreachable`: no complete answer came.
 * - `log_unknown`: the witness does not know the log, or not its key.
 * - `witness_ahead`: the witness knows a larger checkpoint than the given one.
 * - `log_differs`: the log does not continue the checkpoint that the witness knows.
 * - `refused`: the witness answered with another error.
 * - `answer_invalid`: the answer has no valid and fresh cosignature of the witness.
 */
export type AskProblem = 'answer_invalid' | 'log_differs' | 'log_unknown' | 'refused' | 'unreachable' | 'witness_ahead';

/** The answer of a witness. `time` is that of the cosignature, in seconds since 1970, UTC. */
export type WitnessAnswer =
  | { readonly ok: true; readonly note: string; readonly time: number }
  /** The witness knows another checkpoint than the old one. */
  | { readonly ok: false; readonly code: 'conflict'; readonly size: number }
  | { readonly ok: false; readonly code: AskProblem; readonly reason: string };

/** Maximum number of characters. An answer is a few signature lines, or a number. */
const LONGEST_ANSWER = 32 * 1024;
/** Seconds that the clock of a witness may differ. An older cosignature may be a copy of an earlier answer. */
const CLOCK_TOLERANCE = 600;

/**
 * Asks a witness to cosign a checkpoint.
 *
 * @param note the signed checkpoint
 * @param growth size of the checkpoint that the witness knows, and the consistency proof from it
 * @see https://c2sp.org/tlog-witness
 */
export async function askWitness(
  witness: WitnessOption,
  note: string,
  growth: { readonly oldSize: number; readonly hashes: readonly Uint8Array[] },
  { clock, signal }: { readonly clock: () => number; readonly signal: AbortSignal },
): Promise<WitnessAnswer> {
  const body = `${[`old ${growth.oldSize}`, ...growth.hashes.map(toBase64)].join('\n')}\n\n${note}`;
  const { name } = witness.key;
  try {
    const { allowPrivate, timeoutMs, url } = witness;
    const endpoint = new Endpoint({ url: `${url.replace(/\/$/, '')}/add-checkpoint`, allowPrivate, timeoutMs, clock });
    const connection = await endpoint.open();
    try {
      const headers = { 'user-agent': 'agent-safe', 'content-type': 'text/plain; charset=utf-8' };
      const answer = await connection.ask(headers, body, signal);
      return readAnswer(answer, witness.key, note, clock());
    } finally {
      connection.close();
    }
  } catch (error) {
    if (!(error instanceof DeliveryError)) throw error;
    return refuse(
      'unreachable',
      `The witness ${name} gave no answer: ${error.message}. Check its URL, or try again later`,
    );
  }
}

function readAnswer(
  { body, status }: { readonly body: string; readonly status: number },
  key: WitnessKey,
  note: string,
  now: number,
): WitnessAnswer {
  const { name } = key;
  if (body.length > LONGEST_ANSWER) return refuse('answer_invalid', `The answer of the witness ${name} is too long`);
  switch (status) {
    case 200:
      return readCosignature(body, key, note, now);
    case 403:
    case 404: {
      const fix = 'Give its operator the verifier key that "agent-safe audit checkpoint --verifier-key" prints';
      return refuse(
        'log_unknown',
        `The witness ${name} does not know this log, or not its key (status ${status}). ${fix}`,
      );
    }
    case 409: {
      const size = /^(?:0|[1-9]\d{0,15})\n?$/.test(body) ? Number(body) : Number.NaN;
      if (Number.isSafeInteger(size)) return { ok: false, code: 'conflict', size };
      return refuse('answer_invalid', `The witness ${name} did not say which size it knows (status 409)`);
    }
    case 422: {
      const found = `The witness ${name} knows a checkpoint of this log that the log does not continue`;
      return refuse(
        'log_differs',
        `${found}: the log was replaced or changed. Run "agent-safe audit verify", and compare the log with a copy`,
      );
    }
    default: {
      const why = status >= 300 && status < 400 ? ', but redirects are not followed' : '';
      return refuse('refused', `The witness ${name} answered ${status}${why}. Check its URL, or try again later`);
    }
  }
}

function readCosignature(body: string, key: WitnessKey, note: string, now: number): WitnessAnswer {
  const { name } = key;
  // Only signature lines: an empty line would make the lines before it a part of the signed text.
  if (!/^(?:— [^\n]+\n)+$/.test(body))
    return refuse('answer_invalid', `The answer of the witness ${name} is not a list of signatures`);
  const opened = openCosignatures(`${note}${body}`, [key]);
  if (!opened.ok)
    return refuse('answer_invalid', `The cosignature of the witness ${name} is not valid: ${opened.reason}`);
  const [cosignature] = opened.cosignatures;
  if (cosignature === undefined || !body.includes(cosignature.line))
    return refuse('answer_invalid', `The answer of the witness ${name} has no cosignature of its key. Check the key`);
  if (Math.abs(cosignature.time - now / 1_000) > CLOCK_TOLERANCE) {
    const found = `The cosignature of the witness ${name} is not recent: the answer is old, or a clock is wrong`;
    return refuse('answer_invalid', `${found}. Check the clocks of both machines`);
  }
  return { ok: true, note: addSignatures(note, [cosignature.line]), time: cosignature.time };
}

function refuse(code: AskProblem, reason: string): WitnessAnswer {
  return { ok: false, code, reason: `${reason}.` };
}
