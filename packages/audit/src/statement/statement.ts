import { hash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { AgentSafeError, describeCause, type LoggedEvent } from '@agent-safe/core';
import { MerkleTree } from '../format/merkle.ts';
import { NO_KNOWN_KEY, type NoteSigner, type NoteVerifier, openNote, signNote } from '../format/note.ts';
import { type LogStart, startPath, TITLE } from './log-start.ts';

/** A file of an archive. */
export interface ArchivedFile {
  readonly name: string;
  /** Number of its first event. */
  readonly first_seq: number;
  readonly bytes: number;
  /** SHA-256 of its bytes, lowercase hexadecimal. */
  readonly sha256: string;
}

/** A checkpoint of the archived events. */
export interface ArchivedCheckpoint {
  readonly size: number;
  /** Root of the tree, base64. */
  readonly root: string;
  /** `entry_hash` of the last event that it covers. */
  readonly entry_hash: string;
}

/** The second line of a statement, after its title. */
export interface StatementHeader {
  /** `entry_hash` of the first event of the log. */
  readonly log: string;
  /** Number of the last archived event. */
  readonly seq: number;
  readonly entry_hash: string;
  /** Whether an archived event is of this version, not of 0.11. */
  readonly has_own: boolean;
  readonly write_seq: number | null;
  readonly state_facts: number;
  /** Bytes of all archived files, including those of earlier archives. */
  readonly offset: number;
  /** Roots of the complete subtrees over the archived events, base64. */
  readonly subtrees: readonly string[];
  /** RFC 3339, UTC. */
  readonly archived_at: string;
  /** Folder of the archive: absolute, or relative to the folder of the log. */
  readonly folder: string;
  readonly files: readonly ArchivedFile[];
  /** SHA-256 of the statement before this one; null for the first archive. */
  readonly previous: string | null;
  /** The last checkpoints of the archived events. */
  readonly checkpoints: readonly ArchivedCheckpoint[];
}

/** The statement about archived events, signed with the checkpoint key of the project. */
export interface Statement extends StatementHeader {
  /** The state facts that are still in force: the events, reduced to the members that a rebuild of the state reads. */
  readonly facts: readonly LoggedEvent[];
  /** SHA-256 of the signed note. The log records it. */
  readonly digest: string;
  /** Name of the key that signed it. */
  readonly origin: string;
  readonly note: string;
}

export type OpenedStatement = { readonly ok: true; readonly statement: Statement | undefined } | StatementRefusal;

/** The signature or the content of a statement is wrong. */
interface StatementRefusal {
  readonly ok: false;
  readonly reason: string;
}

/** Maximum number of characters. A statement grows by about 100 characters for each fact in force. */
const LONGEST = 256 * 1024 * 1024;

/** Returns the SHA-256 of a signed statement, lowercase hexadecimal. */
export function digestOf(note: string): string {
  return hash('sha256', note);
}

/** Signs a statement. Each fact has a line. */
export function signStatement(header: StatementHeader, facts: readonly LoggedEvent[], signer: NoteSigner): string {
  const lines = [header, ...facts].map((line) => JSON.stringify(line));
  return signNote(`${TITLE}\n${lines.join('\n')}\n`, signer);
}

/** Returns the last archived event as the head of a chain. */
export function headOf(statement: StatementHeader): LogStart {
  const { entry_hash: hash, has_own: hasOwn, offset, seq, state_facts: facts, write_seq } = statement;
  return { seq, hash, hasOwn, writeSeq: write_seq ?? undefined, facts, offset };
}

/** Returns the tree over the archived events. */
export function treeOf({ seq, subtrees }: Pick<StatementHeader, 'seq' | 'subtrees'>): MerkleTree {
  return MerkleTree.fromBase64(seq, subtrees);
}

/**
 * Reads and verifies the statement with which a log begins.
 *
 * @param path of the log, without links
 * @returns `statement` is undefined if nothing was archived
 * @throws AgentSafeError ERR_AUDIT_INVALID if no known key signed it
 */
export function readStatement(path: string, verifiers: readonly NoteVerifier[]): OpenedStatement {
  return readStatementFile(startPath(path), verifiers);
}

/** Reads a statement as {@link readStatement} does. @throws AgentSafeError ERR_AUDIT_INVALID also if it was changed */
export function requireStatement(path: string, verifiers: readonly NoteVerifier[]): Statement | undefined {
  const opened = readStatement(path, verifiers);
  if (!opened.ok) throw new AgentSafeError('ERR_AUDIT_INVALID', `${opened.reason}.`);
  return opened.statement;
}

/** Reads and verifies a statement in a file, as {@link readStatement} does. */
export function readStatementFile(file: string, verifiers: readonly NoteVerifier[]): OpenedStatement {
  if (!existsSync(file)) return { ok: true, statement: undefined };
  let note: string;
  try {
    note = readFileSync(file, 'utf8');
  } catch (error) {
    throw refused(file, describeCause(error));
  }
  if (verifiers.length === 0) throw refused(file, 'no key is known');
  const opened = openNote(note, verifiers, LONGEST);
  if (!opened.ok && opened.reason === NO_KNOWN_KEY) throw refused(file, opened.reason);
  if (!opened.ok) return wrong(file, opened.reason);
  const statement = parse(opened.text);
  if (statement === undefined) return wrong(file, 'it is malformed');
  return { ok: true, statement: { ...statement, digest: digestOf(note), origin: opened.signedBy.name, note } };
}

/** Reads a statement without verifying its signature, for a program without keys. @returns undefined if it cannot be read */
export function readUnverifiedStatement(
  path: string,
): Pick<Statement, 'facts' | 'folder' | 'seq' | 'subtrees'> | undefined {
  try {
    const note = readFileSync(startPath(path), 'utf8');
    return parse(note.slice(0, note.lastIndexOf('\n\n') + 1));
  } catch {
    return undefined;
  }
}

/**
 * Returns the tree over the archived events of a log. The signature is not verified: a proof from another tree does not lead to the root
 * of its checkpoint.
 *
 * @returns undefined if there is no readable statement
 */
export function readArchivedTree(path: string): MerkleTree | undefined {
  const statement = readUnverifiedStatement(path);
  return statement && treeOf(statement);
}

/** Compares a checkpoint of archived events with a statement. */
export function matchArchived(
  statement: Statement,
  { entryHash, root, size }: { entryHash: string | undefined; root: Uint8Array | undefined; size: number },
): 'same' | 'different' | 'unknown' {
  const end = {
    size: statement.seq,
    root: treeOf(statement).root().toString('base64'),
    entry_hash: statement.entry_hash,
  };
  const known = [end, ...statement.checkpoints].find((each) => each.size === size);
  if (known === undefined) return 'unknown';
  const isSame =
    (root === undefined || Buffer.from(root).toString('base64') === known.root) &&
    (entryHash === undefined || entryHash === known.entry_hash);
  return isSame ? 'same' : 'different';
}

function parse(text: string): Omit<Statement, 'digest' | 'note' | 'origin'> | undefined {
  const [title, ...lines] = text.split('\n');
  if (title !== TITLE || lines.pop() !== '') return undefined;
  try {
    const [header, ...facts] = lines.map((line) => JSON.parse(line) as object);
    const statement = { ...(header as StatementHeader), facts: facts as LoggedEvent[] };
    treeOf(statement);
    return isHeader(statement) ? statement : undefined;
  } catch {
    return undefined;
  }
}

/** A known key signed the statement, so only the members of another version can be missing. */
function isHeader({ checkpoints, entry_hash, files, folder, log, offset }: StatementHeader): boolean {
  const texts = [entry_hash, folder, log].every((value) => typeof value === 'string');
  return texts && Number.isSafeInteger(offset) && Array.isArray(checkpoints) && Array.isArray(files);
}

function wrong(file: string, why: string): StatementRefusal {
  return { ok: false, reason: `The archive statement ${file} was changed: ${why}. Restore it from a copy` };
}

function refused(file: string, why: string): AgentSafeError {
  const summary = `The archive statement is refused: ${file} (${why}). Restore it from a copy, or add the key that signed it.`;
  return new AgentSafeError('ERR_AUDIT_INVALID', summary);
}
