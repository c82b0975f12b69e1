import type { Diagnostic } from '@agent-safe/core';
import { absent, describeUnread, unreadable } from './describe-unread.ts';
import { explainFailure, listYaml, type UnreadEntry } from './list-files.ts';
import { displayPath, readRegularFile } from './paths.ts';
import { parseYaml, type YamlDocument } from './yaml-document.ts';

/** Most warnings about skipped files of one folder. */
const MOST_SKIPPED = 50;

/** Reads the YAML documents at a path: the file itself, or every YAML file below the folder. */
export function readYamlFiles(
  path: string,
  what: string,
): { documents: readonly YamlDocument[]; diagnostics: readonly Diagnostic[] } {
  const documents: YamlDocument[] = [];
  const diagnostics: Diagnostic[] = [];
  try {
    const { files, unread } = listYaml(path);
    diagnostics.push(...describeAll(path, unread));
    if (files.length === 0 && !unread.some(({ isNeeded }) => isNeeded))
      diagnostics.push(absent(path, what, `The folder contains no YAML file of ${what}.`, 'warning'));
    for (const file of files) {
      try {
        documents.push(readYamlFile(file));
      } catch (error) {
        if (file === path) throw error;
        diagnostics.push(describeUnread({ path: file, ...explainFailure(file, error), isNeeded: true }));
      }
    }
  } catch (error) {
    diagnostics.push(unreadable(path, what, error));
  }
  return { documents, diagnostics: [...diagnostics, ...documents.flatMap((document) => document.diagnostics)] };
}

/** Reads one YAML file. @throws the errors of {@link readRegularFile} */
export function readYamlFile(path: string): YamlDocument {
  return parseYaml(readRegularFile(path), displayPath(path));
}

/** Describes the entries that are not read: an unread policy has no effect. Counts skipped files beyond the limit. */
function describeAll(path: string, unread: readonly UnreadEntry[]): readonly Diagnostic[] {
  const needed = unread.filter(({ isNeeded }) => isNeeded);
  const skipped = unread.filter(({ isNeeded }) => !isNeeded);
  const diagnostics = [...needed, ...skipped.slice(0, MOST_SKIPPED)].map(describeUnread);
  if (skipped.length <= MOST_SKIPPED) return diagnostics;
  const message = `The folder has ${skipped.length - MOST_SKIPPED} more entries that are not read.`;
  const fix = 'Keep only documents in the folder.';
  return [...diagnostics, { severity: 'warning', code: 'file_skipped', message, fix, file: displayPath(path) }];
}
