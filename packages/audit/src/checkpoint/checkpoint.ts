import { type NoteSigner, type NoteVerifier, openNote, signNote } from '../format/note.ts';

/** What a checkpoint states: so many events, and the root of the tree over their entry hashes. */
export interface Checkpoint {
  /** Which log it is: the name of the key that signs it. */
  readonly origin: string;
  readonly size: number;
  /** 32 bytes. */
  readonly root: Uint8Array;
}

export type OpenedCheckpoint =
  | { readonly ok: true; readonly checkpoint: Checkpoint }
  | { readonly ok: false; readonly reason: string };

/**
 * A checkpoint as a signed note.
 *
 * @see https://c2sp.org/tlog-checkpoint
 */
export function signCheckpoint(size: number, root: Uint8Array, signer: NoteSigner): string {
  return signNote(`${signer.name}\n${size}\n${Buffer.from(root).toString('base64')}\n`, signer);
}

/** Opens a signed note and reads the checkpoint in it. Its origin must be the name of a known key that signed it. */
export function openCheckpoint(note: string, verifiers: readonly NoteVerifier[]): OpenedCheckpoint {
  const opened = openNote(note, verifiers);
  if (!opened.ok) return { ok: false, reason: opened.reason };
  const checkpoint = parseCheckpoint(opened.text);
  if (checkpoint === undefined) return { ok: false, reason: 'its text is no checkpoint' };
  // The first signature may be that of another known key, such as a witness; the order of the lines says nothing.
  const ofOrigin = verifiers.filter(({ name }) => name === checkpoint.origin);
  if (checkpoint.origin !== opened.signedBy.name && !openNote(note, ofOrigin).ok)
    return { ok: false, reason: 'it is the checkpoint of another log than its key signs for' };
  return { ok: true, checkpoint };
}

/** Reads the text of a checkpoint, without any signature; undefined where it is none. */
export function parseCheckpoint(text: string): Checkpoint | undefined {
  const [origin = '', size = '', root = '', ...extensions] = text.split('\n');
  // The text ends with a line end, and so the last part is empty; a line of an extension must not be.
  if (extensions.pop() !== '' || extensions.includes('') || origin === '') return undefined;
  if (!/^(?:0|[1-9]\d{0,15})$/.test(size) || !Number.isSafeInteger(Number(size))) return undefined;
  const bytes = Buffer.from(root, 'base64');
  if (bytes.length !== 32 || bytes.toString('base64') !== root) return undefined;
  return { origin, size: Number(size), root: bytes };
}
