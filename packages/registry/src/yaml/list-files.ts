import { lstatSync, readdirSync, type Stats, statSync } from 'node:fs';
import { extname, join } from 'node:path';

const DEEPEST_FOLDER = 16;

/** Why an entry of a folder is not read. */
export type UnreadReason =
  /** The name does not end in .yaml or .yml. */
  | 'name'
  | 'hidden'
  | 'node_modules'
  /** A pipe, a socket or a device. */
  | 'special'
  | 'link_broken'
  | 'link_loop'
  | 'folder_cycle'
  | 'folder_deep'
  | 'encoding'
  | 'vanished'
  /** The system refuses the access, with `detail` as its code. */
  | 'refused';

/** An entry of a folder that is not read. */
export interface UnreadEntry {
  readonly path: string;
  readonly reason: UnreadReason;
  readonly detail?: string;
  /** Whether the entry may be a document that decides, so that no decision is possible without it. */
  readonly isNeeded: boolean;
}

/** Files of a folder and its subfolders. */
export interface Listing {
  readonly files: string[];
  readonly unread: UnreadEntry[];
}

/**
 * Returns the YAML files at a path, sorted: the path itself, or every YAML file below the folder. Ignores names that start with ".".
 * Follows symbolic links to files and folders.
 *
 * @throws the errors of `fs`, with their `code`, for the path itself
 */
export function listYaml(path: string): Listing {
  const found = statSync(path);
  const listing: Listing = { files: [], unread: [] };
  if (found.isDirectory()) listFolder(path, found, [], listing);
  else listing.files.push(path);
  // Sorts by code units, so that the order is the same on every machine.
  listing.files.sort(byCodeUnits);
  listing.unread.sort((left, right) => byCodeUnits(left.path, right.path));
  return listing;
}

function byCodeUnits(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

/** @param above the folders that contain this one, as device and inode */
function listFolder(folder: string, found: Stats, above: readonly string[], listing: Listing): void {
  const id = `${found.dev}:${found.ino}`;
  const refuse = (reason: UnreadReason, detail?: string) =>
    listing.unread.push({ path: folder, reason, isNeeded: true, ...(detail === undefined ? {} : { detail }) });
  if (above.includes(id)) return void refuse('folder_cycle');
  if (above.length > DEEPEST_FOLDER) return void refuse('folder_deep');
  let names: readonly string[];
  try {
    names = readdirSync(folder);
  } catch (error) {
    if (above.length === 0) throw error;
    return void refuse('refused', codeOf(error));
  }
  for (const name of names) {
    if (name.startsWith('.')) listHidden(join(folder, name), name, listing);
    else listEntry(join(folder, name), name, [...above, id], listing);
  }
}

function listEntry(path: string, name: string, above: readonly string[], listing: Listing): void {
  const skip = (reason: UnreadReason, isNeeded = false) => listing.unread.push({ path, reason, isNeeded });
  let found: Stats;
  try {
    found = statSync(path);
  } catch (error) {
    const failure = explainFailure(path, error);
    // It may be a folder, whose name may have any ending. A file that vanished with another ending was a temporary one.
    const mayBeFolder = failure.reason === 'vanished' ? !name.includes('.') : !isOtherKind(name);
    listing.unread.push({ path, ...failure, isNeeded: isYamlName(name) || mayBeFolder });
    return;
  }
  if (found.isDirectory()) {
    if (name === 'node_modules') skip('node_modules');
    else listFolder(path, found, above, listing);
  } else if (isYamlName(name)) {
    if (found.isFile()) listing.files.push(path);
    else skip('special', true);
  } else if (!isOtherKind(name)) {
    skip('name');
  }
}

/** A hidden document gets a warning. Other hidden entries, such as the lock links of editors, are not even opened. */
function listHidden(path: string, name: string, listing: Listing): void {
  if (!isYamlName(name) || name.startsWith('.#')) return;
  if (lstatSync(path, { throwIfNoEntry: false })?.isFile() === true)
    listing.unread.push({ path, reason: 'hidden', isNeeded: false });
}

function isYamlName(name: string): boolean {
  return /\.ya?ml$/i.test(name);
}

/** Kinds of files that are in folders of documents for another purpose: notes, pictures and programs. */
const OTHER_KINDS = new Set(
  '.md .markdown .txt .rst .adoc .html .pdf .png .svg .jpg .gif .sh .ts .js .mjs .cjs .py .rb .go .rs .rego .tf'.split(
    ' ',
  ),
);
const OTHER_NAMES = /^(?:README|LICENSE|NOTICE|CHANGELOG|OWNERS|CODEOWNERS|Makefile|BUILD)$/i;

/** Whether a name says that the file is no document: `README.md`, but not `freeze.yaml.txt`. */
function isOtherKind(name: string): boolean {
  if (/\.(?:ya?ml|json)(?:[.~]|$)/i.test(name)) return false;
  return OTHER_KINDS.has(extname(name).toLowerCase()) || OTHER_NAMES.test(name);
}

/** Explains an error of `fs` for a path. A link has its own reasons. */
export function explainFailure(path: string, error: unknown): Pick<UnreadEntry, 'reason' | 'detail'> {
  const code = codeOf(error);
  if (code === 'ELOOP') return { reason: 'link_loop' };
  if (code !== 'ENOENT' && code !== 'ENOTDIR') return { reason: 'refused', detail: code };
  let found: Stats | undefined;
  try {
    found = lstatSync(path, { throwIfNoEntry: false });
  } catch {
    return { reason: 'refused', detail: code };
  }
  if (found?.isSymbolicLink() === true) return { reason: 'link_broken' };
  // `readdir` replaces bytes that are not UTF-8.
  return { reason: path.includes('\ufffd') ? 'encoding' : 'vanished' };
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'error';
}
