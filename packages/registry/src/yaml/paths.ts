import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { Diagnostic } from '@agent-safe/core';

const DEEPEST_FOLDER = 16;

/**
 * The bytes of a file that ends: a pipe or a device may not.
 *
 * @throws what `fs` throws, with its `code`
 */
export function readRegularFile(path: string): Buffer {
  if (!statSync(path).isFile()) throw Object.assign(new Error('no regular file'), { code: 'it is no regular file' });
  return readFileSync(path);
}

/** A path as a person in this working directory would write it. */
export function displayPath(path: string): string {
  const short = relative(process.cwd(), path);
  return short === '' || short.startsWith(join('..', '..')) ? path : short;
}

export function unreadable(path: string, what: string, error: unknown): Diagnostic {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'error';
  if (code === 'ENOENT') {
    return absent(path, what, `There is no such file or folder, but it should hold ${what}.`, 'error');
  }
  return {
    severity: 'error',
    code: 'file_unreadable',
    message: `It cannot be read (${code}).`,
    file: displayPath(path),
  };
}

/** What agent-safe.yaml and flags name; other paths are arguments. */
const CONFIGURED = ['actions', 'policies', 'targets', 'keys'];

export function absent(path: string, what: string, message: string, severity: Diagnostic['severity']): Diagnostic {
  const fix = CONFIGURED.includes(what)
    ? 'Create it, or name another path in agent-safe.yaml or by its flag.'
    : 'Check the path: it is relative to the working directory.';
  return { severity, code: 'file_missing', message, fix, file: displayPath(path) };
}

/** The files of a folder. */
export interface Listing {
  readonly files: string[];
  /** What looks like a document, and is none by its name. */
  readonly skipped: string[];
}

function listFolder(folder: string, depth: number, listing: Listing): Listing {
  if (depth > DEEPEST_FOLDER) throw Object.assign(new Error('folders nest too deep'), { code: 'ELOOP' });
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    const isHidden = name.startsWith('.') || name === 'node_modules';
    const found = isHidden && !/\.ya?ml$/i.test(name) ? undefined : statSync(path);
    if (found?.isDirectory() === true) listFolder(path, depth + 1, listing);
    else if (found?.isFile() !== true) continue;
    else if (/\.ya?ml$/i.test(name) && !isHidden) listing.files.push(path);
    else if (/\.(?:ya?ml|json)(?:\.|~|$)/i.test(name)) listing.skipped.push(path);
  }
  return listing;
}

/**
 * The YAML files at a path, sorted by it: the path itself, or every one below it. Files that begin with "." are left out.
 *
 * @throws what `fs` throws, with its `code`
 */
export function listYaml(path: string): Listing {
  if (!statSync(path).isDirectory()) return { files: [path], skipped: [] };
  const listing = listFolder(path, 0, { files: [], skipped: [] });
  // By code units, so that the order is the same on every machine.
  listing.files.sort((left, right) => (left < right ? -1 : left > right ? 1 : 0));
  return listing;
}
