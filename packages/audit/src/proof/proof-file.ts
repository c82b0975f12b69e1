import { LONGEST_LINE } from '../format/line.ts';

const INCLUSION = 'c2sp.org/tlog-proof@v1';
/** C2SP has no format for consistency proofs in files. This one has the form of its inclusion proofs. */
const CONSISTENCY = 'agent-safe/consistency-proof@v1';
/** No proof of a tree with fewer than 2^53 leaves has more hashes. */
const MOST_HASHES = 63;
/** A proof holds one line of a log in base64, and two signed notes at most. */
export const LONGEST_PROOF: number = 2 * LONGEST_LINE;

/** Proves that an event is in the log of a checkpoint. */
export interface InclusionProof {
  readonly kind: 'inclusion';
  /** The line of the event, without its line end. */
  readonly line: Buffer;
  /** Position of the event in the log, from 0. */
  readonly index: number;
  readonly hashes: readonly Uint8Array[];
  /** The signed note. */
  readonly checkpoint: string;
}

/** Proves that the log of a checkpoint begins with all events of an older checkpoint. */
export interface ConsistencyProof {
  readonly kind: 'consistency';
  /** The signed note of the older checkpoint. */
  readonly from: string;
  readonly hashes: readonly Uint8Array[];
  readonly checkpoint: string;
}

export type ReadProof =
  | { readonly ok: true; readonly proof: InclusionProof | ConsistencyProof }
  | { readonly ok: false; readonly reason: string };

/**
 * Returns a proof as text. An inclusion proof has the line of the event as extra data.
 *
 * @see https://c2sp.org/tlog-proof
 */
export function formatProof(proof: InclusionProof | ConsistencyProof): string {
  const head =
    proof.kind === 'inclusion'
      ? [INCLUSION, `extra ${toBase64(proof.line)}`, `index ${proof.index}`]
      : [CONSISTENCY, `from ${toBase64(Buffer.from(proof.from, 'utf8'))}`];
  return `${[...head, ...proof.hashes.map(toBase64)].join('\n')}\n\n${proof.checkpoint}`;
}

/** Parses the text of {@link formatProof}. Nothing is verified. */
export function parseProof(bytes: Uint8Array): ReadProof {
  if (bytes.length > LONGEST_PROOF) return malformed('it is too long');
  const text = decodeText(bytes);
  if (text === undefined) return malformed('it is not UTF-8 text');
  if (text.includes('\r')) return malformed('it has CR LF line ends. Convert them to LF');
  const end = text.indexOf('\n\n');
  if (end < 0) return malformed('it has no checkpoint');
  const [header, ...lines] = text.slice(0, end).split('\n');
  const checkpoint = text.slice(end + 2);
  if (header === INCLUSION) return readInclusion(lines, checkpoint);
  if (header === CONSISTENCY) return readConsistency(lines, checkpoint);
  return malformed(`its first line is neither ${INCLUSION} nor ${CONSISTENCY}`);
}

function readInclusion([first = '', ...rest]: readonly string[], checkpoint: string): ReadProof {
  const hasExtra = first.startsWith('extra ');
  const line = hasExtra ? fromBase64(first.slice('extra '.length)) : undefined;
  if (line === undefined || line.length === 0 || line.includes(0x0a)) return malformed('it does not contain the event');
  const [second = '', ...hashLines] = rest;
  const [, digits] = /^index (0|[1-9]\d{0,15})$/.exec(second) ?? [];
  if (digits === undefined || !Number.isSafeInteger(Number(digits)))
    return malformed('the line with the index is malformed');
  const hashes = readHashes(hashLines);
  if (hashes === undefined) return malformed('one of its hashes is malformed');
  return { ok: true, proof: { kind: 'inclusion', line, index: Number(digits), hashes, checkpoint } };
}

function readConsistency([first = '', ...rest]: readonly string[], checkpoint: string): ReadProof {
  const from = first.startsWith('from ') ? fromBase64(first.slice('from '.length)) : undefined;
  const note = from && decodeText(from);
  if (note === undefined) return malformed('it does not contain the older checkpoint');
  const hashes = readHashes(rest);
  if (hashes === undefined) return malformed('one of its hashes is malformed');
  return { ok: true, proof: { kind: 'consistency', from: note, hashes, checkpoint } };
}

function readHashes(lines: readonly string[]): readonly Uint8Array[] | undefined {
  if (lines.length > MOST_HASHES) return undefined;
  const hashes = lines.flatMap((line) => fromBase64(line) ?? []);
  return hashes.length === lines.length && hashes.every(({ length }) => length === 32) ? hashes : undefined;
}

function malformed(reason: string): ReadProof {
  return { ok: false, reason };
}

/** Returns the text of UTF-8 bytes; undefined for other bytes, which readers show in different ways. */
export function decodeText(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

export function toBase64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}

/** Parses base64 in its only form: each value has one text. */
function fromBase64(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64');
  return bytes.toString('base64') === text ? bytes : undefined;
}
