import { AgentSafeError, type CheckRequest, type Diagnostic } from '@agent-safe/core';
import { type PolicyTestCase, readPlan, readTestCases } from '@agent-safe/schemas';
import { readYamlFile, readYamlFiles } from '../yaml/files.ts';
import { type Located, locateEntries } from '../yaml/located.ts';
import { unreadable } from '../yaml/paths.ts';
import type { YamlDocument } from '../yaml/yaml-document.ts';

/**
 * Reads an agent's plan.
 *
 * @throws AgentSafeError ERR_PLAN_INVALID with every mistake
 */
export function loadPlan(file: string): readonly CheckRequest[] {
  let document: YamlDocument;
  try {
    document = readYamlFile(file);
  } catch (error) {
    throw new AgentSafeError('ERR_PLAN_INVALID', 'The plan cannot be read.', {
      diagnostics: [unreadable(file, 'a plan', error)],
    });
  }
  const { entries, diagnostics } = locateEntries(document, readPlan);
  if (document.diagnostics.length + diagnostics.length > 0) {
    throw new AgentSafeError('ERR_PLAN_INVALID', 'The plan is not valid.', {
      diagnostics: [...document.diagnostics, ...diagnostics],
    });
  }
  return entries.map(({ document: step }) => step);
}

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
