import { type NoteSigner, type NoteVerifier, openNote, signNote } from '../format/note.ts';

/** Content of a checkpoint: a number of events and the root of the Merkle tree over their entry hashes. */
export interface Checkpoint {
  /** Identity of the log: the name of the key that signs its checkpoints. */
  readonly origin: string;
  /** Number of events that the checkpoint covers, from the first on. */
  readonly size: number;
  /** Root of the tree, 32 bytes. */
  readonly root: Uint8Array;
}

export type OpenedCheckpoint =
  | { readonly ok: true; readonly checkpoint: Checkpoint }
  | { readonly ok: false; readonly reason: string };

/**
 * Returns a checkpoint as a signed note.
 *
 * @see https://c2sp.org/tlog-checkpoint
 */
export function signCheckpoint(size: number, root: Uint8Array, signer: NoteSigner): string {
  return signNote(`${signer.name}\n${size}\n${Buffer.from(root).toString('base64')}\n`, signer);
}

/** Verifies a signed note and returns its checkpoint. Its origin must be the name of a known key that signed it. */
export function openCheckpoint(note: string, verifiers: readonly NoteVerifier[]): OpenedCheckpoint {
  const opened = openNote(note, verifiers);
  if (!opened.ok) return { ok: false, reason: opened.reason };
  const checkpoint = parseCheckpoint(opened.text);
  if (checkpoint === undefined) return { ok: false, reason: 'its text is not a checkpoint' };
  // The first known signature may be from another key, such as a witness. The order of signatures has no meaning.
  const ofOrigin = verifiers.filter(({ name }) => name === checkpoint.origin);
  if (checkpoint.origin !== opened.signedBy.name && !openNote(note, ofOrigin).ok)
    return { ok: false, reason: 'no known key with the name of its log has signed it' };
  return { ok: true, checkpoint };
}

/** Returns the checkpoint of a signed note without verifying its signatures. */
export function readUnverified(note: string): OpenedCheckpoint {
  const end = note.lastIndexOf('\n\n');
  const checkpoint = end < 0 ? undefined : parseCheckpoint(note.slice(0, end + 1));
  return checkpoint === undefined ? { ok: false, reason: 'it is not a signed checkpoint' } : { ok: true, checkpoint };
}

/** Parses the text of a checkpoint without signatures. Returns undefined for any other text. */
export function parseCheckpoint(text: string): Checkpoint | undefined {
  const [origin = '', size = '', root = '', ...extensions] = text.split('\n');
  // The text ends with a line end, so the last part is empty. Lines of extensions must not be empty.
  if (extensions.pop() !== '' || extensions.includes('') || origin === '') return undefined;
  if (!/^(?:0|[1-9]\d{0,15})$/.test(size) || !Number.isSafeInteger(Number(size))) return undefined;
  const bytes = Buffer.from(root, 'base64');
  if (bytes.length !== 32 || bytes.toString('base64') !== root) return undefined;
  return { origin, size: Number(size), root: bytes };
}
