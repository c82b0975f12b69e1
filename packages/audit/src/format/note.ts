import { createHash, createPublicKey, type KeyObject, sign, verify } from 'node:crypto';

/** Ed25519, as c2sp.org/signed-note assigns it. */
const ED25519 = 0x01;
const MOST_SIGNATURES = 100;
const LONGEST_NOTE = 1_000_000;

/** Why a note does not open that is whole, and signed by others. */
export const NO_KNOWN_KEY = 'no known key has signed it';

/** Who may sign, as its receivers know it: a name, and a public key that its id is made of. */
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
 * @param text ends with a line end, and holds no other control character
 * @see https://c2sp.org/signed-note
 */
export function signNote(text: string, signer: NoteSigner): string {
  if (!text.endsWith('\n') || !isNoteText(text)) throw new RangeError('this text cannot be signed as a note');
  const signature = sign(null, Buffer.from(text, 'utf8'), signer.privateKey);
  const id = Buffer.alloc(4);
  id.writeUInt32BE(signer.keyId);
  return `${text}\n— ${signer.name} ${Buffer.concat([id, signature]).toString('base64')}\n`;
}

/**
 * Opens a note: its text counts only where a known key has signed it. Signatures of unknown keys are passed over; one of a
 * known key that is wrong spoils the note.
 */
export function openNote(note: string, verifiers: readonly NoteVerifier[]): OpenedNote {
  if (note.length > LONGEST_NOTE || !isNoteText(note)) return refused('it is not a text that can be a note');
  const end = note.lastIndexOf('\n\n');
  if (end < 0 || !note.endsWith('\n')) return refused('it has no signature');
  const text = note.slice(0, end + 1);
  const lines = note.slice(end + 2, -1).split('\n');
  if (lines.length > MOST_SIGNATURES) return refused('it has too many signatures');
  let signedBy: NoteVerifier | undefined;
  for (const line of lines) {
    const signature = readSignature(line);
    if (signature === undefined) return refused('a line of its signatures is malformed');
    const verifier = verifiers.find(({ keyId, name }) => keyId === signature.keyId && name === signature.name);
    if (verifier === undefined) continue;
    if (!verify(null, Buffer.from(text, 'utf8'), verifier.publicKey, signature.bytes))
      return refused(`the signature of ${verifier.name} is wrong`);
    signedBy ??= verifier;
  }
  return signedBy === undefined ? refused(NO_KNOWN_KEY) : { ok: true, text, signedBy };
}

function refused(reason: string): OpenedNote {
  return { ok: false, reason };
}

function readSignature(line: string): { name: string; keyId: number; bytes: Buffer } | undefined {
  const [, name, base64] = /^— ([^ ]+) ([A-Za-z0-9+/]+={0,2})$/.exec(line) ?? [];
  if (name === undefined || base64 === undefined || !isKeyName(name)) return undefined;
  const bytes = Buffer.from(base64, 'base64');
  if (bytes.length < 5 || bytes.toString('base64') !== base64) return undefined;
  return { name, keyId: bytes.readUInt32BE(), bytes: bytes.subarray(4) };
}

/** Whether a text can name a key: no white space of Unicode, no plus, and nothing that a note must not hold. */
export function isKeyName(name: string): boolean {
  return name !== '' && isNoteText(name) && !/[\p{White_Space}+]/u.test(name);
}

/** Valid Unicode, and no control character of ASCII but line ends. */
function isNoteText(text: string): boolean {
  // All control characters of Unicode but line ends and those from U+007F on, which is what is left below U+0020.
  return text.isWellFormed() && !/[^\P{Cc}\n\u007f-\u009f]/u.test(text);
}

/** A signer from an Ed25519 key as PKCS #8, PEM or a JSON Web Key. @throws where the key is none */
export function noteSigner(name: string, privateKey: KeyObject): NoteSigner {
  const publicKey = createPublicKey(privateKey);
  return { ...noteVerifier(name, publicKey), privateKey };
}

/** @throws RangeError where the name cannot name a key, or the key is of another kind */
export function noteVerifier(name: string, publicKey: KeyObject): NoteVerifier {
  if (!isKeyName(name)) throw new RangeError('a key name has no spaces and no plus');
  return { name, keyId: keyId(name, rawKey(publicKey)), publicKey };
}

function keyId(name: string, raw: Uint8Array): number {
  return createHash('sha256').update(`${name}\n`).update(Uint8Array.of(ED25519)).update(raw).digest().readUInt32BE();
}

function rawKey(publicKey: KeyObject): Buffer {
  const { crv, x } = publicKey.export({ format: 'jwk' });
  if (crv !== 'Ed25519' || x === undefined) throw new RangeError('the key is not an Ed25519 key');
  return Buffer.from(x, 'base64url');
}

/** A public key as text: `<name>+<key id>+<base64 of type and key>`. */
export function formatVerifierKey({ keyId: id, name, publicKey }: NoteVerifier): string {
  const key = Buffer.concat([Uint8Array.of(ED25519), rawKey(publicKey)]).toString('base64');
  return `${name}+${id.toString(16).padStart(8, '0')}+${key}`;
}

/** Reads what {@link formatVerifierKey} writes; undefined where it is anything else. */
export function parseVerifierKey(text: string): NoteVerifier | undefined {
  const [, name, id, base64] = /^([^+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+={0,2})$/.exec(text) ?? [];
  if (name === undefined || id === undefined || base64 === undefined || !isKeyName(name)) return undefined;
  const bytes = Buffer.from(base64, 'base64');
  if (bytes.toString('base64') !== base64 || bytes.length !== 33 || bytes[0] !== ED25519) return undefined;
  const x = bytes.subarray(1).toString('base64url');
  const verifier = noteVerifier(name, createPublicKey({ format: 'jwk', key: { kty: 'OKP', crv: 'Ed25519', x } }));
  return verifier.keyId === Number.parseInt(id, 16) ? verifier : undefined;
}
