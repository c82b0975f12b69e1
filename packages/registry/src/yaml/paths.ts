import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { Diagnostic } from '@agent-safe/core';

const DEEPEST_FOLDER = 16;

/**
 * Reads a regular file. Refuses pipes and devices, which may never end.
 *
 * @throws the errors of `fs`, with their `code`
 */
export function readRegularFile(path: string): Buffer {
  if (!statSync(path).isFile()) throw Object.assign(new Error('Not a regular file.'), { code: 'not a regular file' });
  return readFileSync(path);
}

/** Returns a path relative to the working directory if that is short, otherwise the path itself. */
export function displayPath(path: string): string {
  const short = relative(process.cwd(), path);
  return short === '' || short.startsWith(join('..', '..')) ? path : short;
}

export function unreadable(path: string, what: string, error: unknown): Diagnostic {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'error';
  if (code === 'ENOENT') {
    return absent(path, what, `The file or folder does not exist. It should contain ${what}.`, 'error');
  }
  return {
    severity: 'error',
    code: 'file_unreadable',
    message: `The file cannot be read (${code}).`,
    file: displayPath(path),
  };
}

/** Documents whose paths are in agent-safe.yaml or flags. Other paths are arguments. */
const CONFIGURED = ['actions', 'policies', 'targets', 'keys'];

export function absent(path: string, what: string, message: string, severity: Diagnostic['severity']): Diagnostic {
  const fix = CONFIGURED.includes(what)
    ? 'Create it, or set another path in agent-safe.yaml or with the flag.'
    : 'Check the path, which is relative to the working directory.';
  return { severity, code: 'file_missing', message, fix, file: displayPath(path) };
}

/** Files of a folder and its subfolders. */
export interface Listing {
  readonly files: string[];
  /** Files that look like documents but have other names. */
  readonly skipped: string[];
}

function listFolder(folder: string, depth: number, listing: Listing): Listing {
  if (depth > DEEPEST_FOLDER) throw Object.assign(new Error('The folders are nested too deeply.'), { code: 'ELOOP' });
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
 * Returns the YAML files at a path, sorted: the path itself, or every YAML file below the folder. Skips names that start with ".".
 *
 * @throws the errors of `fs`, with their `code`
 */
export function listYaml(path: string): Listing {
  if (!statSync(path).isDirectory()) return { files: [path], skipped: [] };
  const listing = listFolder(path, 0, { files: [], skipped: [] });
  // Sorts by code units, so that the order is the same on every machine.
  listing.files.sort((left, right) => (left < right ? -1 : left > right ? 1 : 0));
  return listing;
}
