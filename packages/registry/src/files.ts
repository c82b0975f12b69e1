import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { Problem } from '@agent-safe/core';
import { parseYaml, type YamlDocument } from './yaml-document.ts';

const DEEPEST_FOLDER = 16;

/** The YAML files at a path, sorted by it: the path itself, or every one below it. Files that begin with "." are left out. */
export function readYamlFiles(
  path: string,
  what: string,
): { documents: readonly YamlDocument[]; problems: readonly Problem[] } {
  const documents: YamlDocument[] = [];
  const problems: Problem[] = [];
  try {
    const { files, skipped } = statSync(path).isDirectory() ? listYaml(path, 0) : { files: [path], skipped: [] };
    problems.push(...skipped.map(describeSkipped));
    if (files.length === 0) problems.push(absent(path, what, `The folder holds no YAML file of ${what}.`, 'warning'));
    // By code units, so that the order is the same on every machine.
    for (const file of files.sort((left, right) => (left < right ? -1 : left > right ? 1 : 0))) {
      documents.push(readYamlFile(file));
    }
  } catch (error) {
    problems.push(unreadable(path, what, error));
  }
  return { documents, problems: [...problems, ...documents.flatMap((document) => document.problems)] };
}

/** @throws what {@link readRegularFile} throws */
export function readYamlFile(path: string): YamlDocument {
  return parseYaml(readRegularFile(path), displayPath(path));
}

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

export function unreadable(path: string, what: string, error: unknown): Problem {
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

function absent(path: string, what: string, message: string, severity: Problem['severity']): Problem {
  const fix = CONFIGURED.includes(what)
    ? 'Create it, or name another path in agent-safe.yaml or by its flag.'
    : 'Check the path: it is relative to the working directory.';
  return { severity, code: 'file_missing', message, fix, file: displayPath(path) };
}

/** A policy that is not read protects nothing, so a file that looks like one is not passed over in silence. */
function describeSkipped(path: string): Problem {
  const message = 'This file is not read: its name does not end in .yaml or .yml, or begins with a dot.';
  return {
    severity: 'warning',
    code: 'file_skipped',
    message,
    fix: 'Rename it, or move it away.',
    file: displayPath(path),
  };
}

interface Listing {
  readonly files: string[];
  /** What looks like a document, and is none by its name. */
  readonly skipped: string[];
}

function listYaml(folder: string, depth: number, listing: Listing = { files: [], skipped: [] }): Listing {
  if (depth > DEEPEST_FOLDER) throw Object.assign(new Error('folders nest too deep'), { code: 'ELOOP' });
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    const isHidden = name.startsWith('.') || name === 'node_modules';
    const found = isHidden && !/\.ya?ml$/i.test(name) ? undefined : statSync(path);
    if (found?.isDirectory() === true) listYaml(path, depth + 1, listing);
    else if (found?.isFile() !== true) continue;
    else if (/\.ya?ml$/i.test(name) && !isHidden) listing.files.push(path);
    else if (/\.(?:ya?ml|json)(?:\.|~|$)/i.test(name)) listing.skipped.push(path);
  }
  return listing;
}
