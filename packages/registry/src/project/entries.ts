import { AgentSafeError, type CheckRequest, type Problem } from '@agent-safe/core';
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
      problems: [unreadable(file, 'a plan', error)],
    });
  }
  const { entries, problems } = locateEntries(document, readPlan);
  if (document.problems.length + problems.length > 0) {
    throw new AgentSafeError('ERR_PLAN_INVALID', 'The plan is not valid.', {
      problems: [...document.problems, ...problems],
    });
  }
  return entries.map(({ document: step }) => step);
}

/** Reads policy tests from a file, or from every YAML file of a folder. */
export function readPolicyTests(path: string): {
  cases: readonly Located<PolicyTestCase>[];
  problems: readonly Problem[];
} {
  const { documents, problems } = readYamlFiles(path, 'policy tests');
  const readings = documents.map((document) => locateEntries(document, readTestCases));
  return {
    cases: readings.flatMap(({ entries }) => entries),
    problems: [...problems, ...readings.flatMap((reading) => reading.problems)],
  };
}
