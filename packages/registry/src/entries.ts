import { AgentSafeError, type CheckRequest, type Problem } from '@agent-safe/core';
import { type ListReading, type PolicyTestCase, readPlan, readTestCases } from '@agent-safe/schemas';
import { readYamlFile, readYamlFiles, unreadable } from './files.ts';
import type { Located } from './project.ts';
import { locateAll, type YamlDocument } from './yaml-document.ts';

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
      problems: [unreadable(file, 'a plan', error)],
    });
  }
  const { entries, problems } = locateEntries(document, readPlan);
  if (problems.length > 0) throw new AgentSafeError('ERR_PLAN_INVALID', 'The plan is not valid.', { problems });
  return entries.map(({ document: step }) => step);
}

/** Reads policy tests from a file, or from every YAML file of a folder. */
export function readPolicyTests(path: string): {
  cases: readonly Located<PolicyTestCase>[];
  problems: readonly Problem[];
} {
  const { documents, problems } = readYamlFiles(path, 'policy tests');
  const readings = documents.map((document) => locateEntries(document, readTestCases, false));
  return {
    cases: readings.flatMap(({ entries }) => entries),
    problems: [...problems, ...readings.flatMap((reading) => reading.problems)],
  };
}

function locateEntries<Entry>(document: YamlDocument, read: (value: unknown) => ListReading<Entry>, withSyntax = true) {
  const { entries, findings } = document.value === undefined ? { entries: [], findings: [] } : read(document.value);
  return {
    entries: entries.map(
      ({ entry, path }): Located<Entry> => ({
        document: entry,
        place: (inner = [], atKey = false) => document.place([...path, ...inner], atKey),
      }),
    ),
    problems: [...(withSyntax ? document.problems : []), ...locateAll(document, findings)],
  };
}
