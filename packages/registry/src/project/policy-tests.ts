import type { Diagnostic } from '@agent-safe/core';
import { type PolicyTestCase, readTestCases } from '@agent-safe/schemas';
import { readYamlFiles } from '../yaml/files.ts';
import { type Located, locateEntries } from '../yaml/located.ts';

/** Reads policy tests from a file, or from every YAML file of a folder. */
export function readPolicyTests(path: string): {
  cases: readonly Located<PolicyTestCase>[];
  diagnostics: readonly Diagnostic[];
} {
  const { documents, diagnostics } = readYamlFiles(path, 'policy tests');
  const readings = documents.map((document) => locateEntries(document, readTestCases));
  return {
    cases: readings.flatMap(({ entries }) => entries),
    diagnostics: [...diagnostics, ...readings.flatMap((reading) => reading.diagnostics)],
  };
}
