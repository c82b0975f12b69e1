import type { Diagnostic } from '@agent-safe/core';
import type { ListReading, Path } from '@agent-safe/schemas';
import { locateAll, type YamlDocument } from './yaml-document.ts';

/** A document with its position in its file. */
export interface Located<Document> {
  readonly document: Document;
  place(path?: Path, atKey?: boolean): Pick<Diagnostic, 'file' | 'line' | 'column'>;
}

/** Reads the entries of a file with their positions, and the diagnostics of their schema. */
export function locateEntries<Entry>(
  document: YamlDocument,
  read: (value: unknown) => ListReading<Entry>,
): { readonly entries: readonly Located<Entry>[]; readonly diagnostics: readonly Diagnostic[] } {
  if (document.value === undefined) return { entries: [], diagnostics: [] };
  const { entries, diagnostics } = read(document.value);
  return {
    entries: entries.map(({ entry, path }) => ({
      document: entry,
      place: (inner = [], atKey = false) => document.place([...path, ...inner], atKey),
    })),
    diagnostics: locateAll(document, diagnostics),
  };
}
