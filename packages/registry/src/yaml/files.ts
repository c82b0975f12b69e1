import type { Diagnostic } from '@agent-safe/core';
import { absent, displayPath, listYaml, readRegularFile, unreadable } from './paths.ts';
import { parseYaml, type YamlDocument } from './yaml-document.ts';

/** The documents at a path: of the file itself, or of every YAML file below it. */
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
      diagnostics.push(absent(path, what, `The folder holds no YAML file of ${what}.`, 'warning'));
    for (const file of files) documents.push(readYamlFile(file));
  } catch (error) {
    diagnostics.push(unreadable(path, what, error));
  }
  return { documents, diagnostics: [...diagnostics, ...documents.flatMap((document) => document.diagnostics)] };
}

/** @throws what {@link readRegularFile} throws */
export function readYamlFile(path: string): YamlDocument {
  return parseYaml(readRegularFile(path), displayPath(path));
}

/** A policy that is not read protects nothing, so a file that looks like one is not passed over in silence. */
function describeSkipped(path: string): Diagnostic {
  const message = 'This file is not read: its name does not end in .yaml or .yml, or begins with a dot.';
  return {
    severity: 'warning',
    code: 'file_skipped',
    message,
    fix: 'Rename it, or move it away.',
    file: displayPath(path),
  };
}
