import { createHash, createPublicKey, type KeyObject, sign, verify } from 'node:crypto';

/** Signature type of Ed25519 in c2sp.org/signed-note. */
const ED25519 = 0x01;
const MOST_SIGNATURES = 100;
const LONGEST_NOTE = 1_000_000;

/** Reason of `openNote` for a well-formed note with signatures of unknown keys only. */
export const NO_KNOWN_KEY = 'no known key has signed it';

/** Name and public key of a signer. The key id is derived from both. */
export interface NoteVerifier {
  readonly name: string;
  readonly keyId: number;
  readonly publicKey: KeyObject;
}

export interface NoteSigner extends NoteVerifier {
  readonly privateKey: KeyObject;
}

export type OpenedNote =
  | { readonly ok: true; readonly text: string; readonly signedBy: NoteVerifier }
  | { readonly ok: false; readonly reason: string };

/**
 * Signs a text as a note.
 *
 * @param text must end with a line end and contain no other control character
 * @throws RangeError if the text is not valid
 * @see https://c2sp.org/signed-note
 */
export function signNote(text: string, signer: NoteSigner): string {
  if (!text.endsWith('\n') || !isNoteText(text))
    throw new RangeError('the text of a note must end with a line end and contain no other control character');
  const signature = sign(null, Buffer.from(text, 'utf8'), signer.privateKey);
  const id = Buffer.alloc(4);
  id.writeUInt32BE(signer.keyId);
  return `${text}\n— ${signer.name} ${Buffer.concat([id, signature]).toString('base64')}\n`;
}

/**
 * Verifies a signed note and returns its text.
 *
 * At least one known key must have signed the note. Signatures of unknown keys are ignored. A wrong signature of a known key
 * invalidates the note.
 *
 * @param longest maximum number of characters
 */
export function openNote(note: string, verifiers: readonly NoteVerifier[], longest: number = LONGEST_NOTE): OpenedNote {
  const split = splitNote(note, longest);
  if (!split.ok) return split;
  const { signatures, text } = split;
  let signedBy: NoteVerifier | undefined;
  for (const signature of signatures) {
    const verifier = verifiers.find(({ keyId, name }) => keyId === signature.keyId && name === signature.name);
    if (verifier === undefined) continue;
    if (!verify(null, Buffer.from(text, 'utf8'), verifier.publicKey, signature.bytes))
      return refused(`the signature of ${verifier.name} is wrong`);
    signedBy ??= verifier;
  }
  return signedBy === undefined ? refused(NO_KNOWN_KEY) : { ok: true, text, signedBy };
}

/** A signature line of a note. */
interface NoteSignature {
  readonly line: string;
  readonly name: string;
  readonly keyId: number;
  readonly bytes: Buffer;
}

export type SplitNote =
  | { readonly ok: true; readonly text: string; readonly signatures: readonly NoteSignature[] }
  | { readonly ok: false; readonly reason: string };

/** Splits a note into its text and its signatures. No signature is verified. @param longest maximum number of characters */
export function splitNote(note: string, longest: number = LONGEST_NOTE): SplitNote {
  if (note.length > longest || !isNoteText(note))
    return refused('it is too long, or contains characters that a note must not contain');
  const end = note.lastIndexOf('\n\n');
  if (end < 0 || !note.endsWith('\n')) return refused('it has no signature');
  const lines = note.slice(end + 2, -1).split('\n');
  if (lines.length > MOST_SIGNATURES) return refused(`it has more than ${MOST_SIGNATURES} signatures`);
  const signatures = lines.flatMap((line) => readSignature(line) ?? []);
  if (signatures.length < lines.length) return refused('one of its signature lines is malformed');
  return { ok: true, text: note.slice(0, end + 1), signatures };
}

function refused(reason: string): { readonly ok: false; readonly reason: string } {
  return { ok: false, reason };
}

function readSignature(line: string): NoteSignature | undefined {
  const [, name, base64] = /^— ([^ ]+) ([A-Za-z0-9+/]+={0,2})$/.exec(line) ?? [];
  if (name === undefined || base64 === undefined || !isKeyName(name)) return undefined;
  const bytes = Buffer.from(base64, 'base64');
  if (bytes.length < 5 || bytes.toString('base64') !== base64) return undefined;
  return { line, name, keyId: bytes.readUInt32BE(), bytes: bytes.subarray(4) };
}

/** Whether a text is a valid key name: characters of a note, without Unicode white space and without `+`. */
export function isKeyName(name: string): boolean {
  return name !== '' && isNoteText(name) && !/[\p{White_Space}+]/u.test(name);
}

/** Whether a text is valid Unicode without ASCII control characters other than line ends. */
function isNoteText(text: string): boolean {
  // The class excludes U+007F to U+009F, so it matches the control characters below U+0020 except line ends.
  return text.isWellFormed() && !/[^\P{Cc}\n\u007f-\u009f]/u.test(text);
}

/** Returns a signer for an Ed25519 private key. @throws RangeError if the name is not valid, or if the key is not an Ed25519 key */
export function noteSigner(name: string, privateKey: KeyObject): NoteSigner {
  const publicKey = createPublicKey(privateKey);
  return { ...noteVerifier(name, publicKey), privateKey };
}

/**
 * Returns a verifier for an Ed25519 public key.
 *
 * @param type signature type in c2sp.org/signed-note. Default: signatures of a log
 * @throws RangeError if the name is not valid, or if the key is not an Ed25519 key
 */
export function noteVerifier(name: string, publicKey: KeyObject, type: number = ED25519): NoteVerifier {
  if (!isKeyName(name)) throw new RangeError('a key name must not be empty and must not contain spaces or "+"');
  const id = createHash('sha256').update(`${name}\n`).update(Uint8Array.of(type)).update(rawKey(publicKey));
  return { name, keyId: id.digest().readUInt32BE(), publicKey };
}

function rawKey(publicKey: KeyObject): Buffer {
  const { crv, x } = publicKey.export({ format: 'jwk' });
  if (crv !== 'Ed25519' || x === undefined) throw new RangeError('the key is not an Ed25519 key');
  return Buffer.from(x, 'base64url');
}

/** Returns a public key as text: `<name>+<key id>+<base64 of type and key>`. */
export function formatVerifierKey({ keyId: id, name, publicKey }: NoteVerifier, type: number = ED25519): string {
  const key = Buffer.concat([Uint8Array.of(type), rawKey(publicKey)]).toString('base64');
  return `${name}+${id.toString(16).padStart(8, '0')}+${key}`;
}

/** Parses the text of {@link formatVerifierKey}. Returns undefined for any other text, also for a key of another type. */
export function parseVerifierKey(text: string, type: number = ED25519): NoteVerifier | undefined {
  const [, name, id, base64] = /^([^+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+={0,2})$/.exec(text) ?? [];
  if (name === undefined || id === undefined || base64 === undefined || !isKeyName(name)) return undefined;
  const bytes = Buffer.from(base64, 'base64');
  if (bytes.toString('base64') !== base64 || bytes.length !== 33 || bytes[0] !== type) return undefined;
  const x = bytes.subarray(1).toString('base64url');
  const key = createPublicKey({ format: 'jwk', key: { kty: 'OKP', crv: 'Ed25519', x } });
  const verifier = noteVerifier(name, key, type);
  return verifier.keyId === Number.parseInt(id, 16) ? verifier : undefined;
}
