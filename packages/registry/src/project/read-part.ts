import type { Diagnostic } from '@agent-safe/core';
import type { ListReading } from '@agent-safe/schemas';
import { readYamlFiles } from '../yaml/files.ts';
import { type Located, locateEntries } from '../yaml/located.ts';
import type { YamlDocument } from '../yaml/yaml-document.ts';

export interface LoadedFile {
  readonly file: string;
  /** SHA-256 of the bytes, hexadecimal. */
  readonly sha256: string;
}

/** The documents of one kind, as read. */
export interface Part<Document> {
  readonly entries: readonly Located<Document>[];
  readonly files: readonly LoadedFile[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads a file or folder with documents of one kind. @param path undefined if the project has no such documents */
export function readPart<Document>(
  path: string | undefined,
  what: string,
  read: (value: unknown) => ListReading<Document>,
  check: (document: YamlDocument) => readonly Diagnostic[],
): Part<Document> {
  if (path === undefined) return { entries: [], files: [], diagnostics: [] };
  const { documents, diagnostics } = readYamlFiles(path, what);
  const readings = documents.map((document) => locateEntries(document, read));
  return {
    entries: readings.flatMap(({ entries }) => entries),
    files: documents.map(({ file, sha256 }) => ({ file, sha256 })),
    diagnostics: [
      ...diagnostics,
      ...readings.flatMap((reading) => reading.diagnostics),
      ...documents.flatMap((document) => check(document)),
    ],
  };
}
