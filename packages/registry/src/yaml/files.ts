import type { Diagnostic } from '@agent-safe/core';
import { absent, displayPath, listYaml, readRegularFile, unreadable } from './paths.ts';
import { parseYaml, type YamlDocument } from './yaml-document.ts';

/** Reads the YAML documents at a path: the file itself, or every YAML file below the folder. */
export function readYamlFiles(
  path: string,
  what: string,
): { documents: readonly YamlDocument[]; diagnostics: readonly Diagnostic[] } {
  const documents: YamlDocument[] = [];
  const diagnostics: Diagnostic[] = [];
  try {
    const { files, skipped } = listYaml(path);
    diagnostics.push(...skipped.map(describeSkipped));
    if (files.length === 0)
      diagnostics.push(absent(path, what, `The folder contains no YAML file of ${what}.`, 'warning'));
    for (const file of files) documents.push(readYamlFile(file));
  } catch (error) {
    diagnostics.push(unreadable(path, what, error));
  }
  return { documents, diagnostics: [...diagnostics, ...documents.flatMap((document) => document.diagnostics)] };
}

/** Reads one YAML file. @throws the errors of {@link readRegularFile} */
export function readYamlFile(path: string): YamlDocument {
  return parseYaml(readRegularFile(path), displayPath(path));
}

/** Warns about a skipped file that looks like a document: an unread policy has no effect. */
function describeSkipped(path: string): Diagnostic {
  const message = 'This file is not read: its name does not end in .yaml or .yml, or starts with a dot.';
  return {
    severity: 'warning',
    code: 'file_skipped',
    message,
    fix: 'Rename the file, or move it away.',
    file: displayPath(path),
  };
}
