import { verify } from 'node:crypto';
import { formatVerifierKey, type NoteVerifier, parseVerifierKey, splitNote } from './note.ts';

/** Signature type of Ed25519 cosignatures in c2sp.org/signed-note. */
const COSIGNATURE = 0x04;
/** Length of the time before the signature, in bytes. */
const TIME_LENGTH = 8;

/** Name and public key of a witness. Its key id differs from that of the same key of a log. */
export interface WitnessKey extends NoteVerifier {
  readonly type: typeof COSIGNATURE;
}

/** The statement of a witness: at this time, the checkpoint was the largest one of the log that it knew. */
interface Cosignature {
  readonly witness: WitnessKey;
  /** Seconds since 1970, UTC. */
  readonly time: number;
  /** The signature line of the note. */
  readonly line: string;
}

export type OpenedCosignatures =
  | { readonly ok: true; readonly cosignatures: readonly Cosignature[] }
  | { readonly ok: false; readonly reason: string };

/** Parses the verifier key of a witness. Returns undefined for any other text, also for a key that signs checkpoints. */
export function parseWitnessKey(text: string): WitnessKey | undefined {
  const verifier = parseVerifierKey(text, COSIGNATURE);
  return verifier && { ...verifier, type: COSIGNATURE };
}

/**
 * Verifies the cosignatures of known witnesses on a checkpoint. Signatures of unknown keys are ignored. A wrong signature of a known
 * witness invalidates the checkpoint. The signature of the log is not verified.
 *
 * @returns the newest cosignature of each witness
 * @see https://c2sp.org/tlog-cosignature
 */
export function openCosignatures(note: string, witnesses: readonly WitnessKey[]): OpenedCosignatures {
  const split = splitNote(note);
  if (!split.ok) return split;
  const found = new Map<WitnessKey, Cosignature>();
  for (const { bytes, keyId, line, name } of split.signatures) {
    const witness = witnesses.find((each) => each.keyId === keyId && each.name === name);
    if (witness === undefined) continue;
    const time = verifyCosignature(split.text, bytes, witness);
    if (time === undefined) return { ok: false, reason: `the cosignature of ${name} is wrong` };
    if (time > (found.get(witness)?.time ?? 0)) found.set(witness, { witness, time, line });
  }
  return { ok: true, cosignatures: [...found.values()] };
}

/** Returns the time of a cosignature; undefined if it is wrong. The time of the statement about a checkpoint is never zero. */
function verifyCosignature(text: string, bytes: Buffer, { publicKey }: WitnessKey): number | undefined {
  if (bytes.length !== TIME_LENGTH + 64) return undefined;
  const time = bytes.readBigUInt64BE();
  if (time === 0n || time > BigInt(Number.MAX_SAFE_INTEGER)) return undefined;
  const message = Buffer.from(`cosignature/v1\ntime ${time}\n${text}`, 'utf8');
  return verify(null, message, publicKey, bytes.subarray(TIME_LENGTH)) ? Number(time) : undefined;
}

/** Whether two keys have the same public key, under any name. */
export function isSameKey(one: NoteVerifier, other: NoteVerifier): boolean {
  return one.publicKey.equals(other.publicKey);
}

/** Returns the key of a witness as text, see {@link parseWitnessKey}. */
export function formatWitnessKey(witness: WitnessKey): string {
  return formatVerifierKey(witness, COSIGNATURE);
}
