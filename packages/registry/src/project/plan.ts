import { AgentSafeError, type CheckRequest } from '@agent-safe/core';
import { readPlan } from '@agent-safe/schemas';
import { unreadable } from '../yaml/describe-unread.ts';
import { readYamlFile } from '../yaml/files.ts';
import { locateEntries } from '../yaml/located.ts';
import type { YamlDocument } from '../yaml/yaml-document.ts';

/**
 * Reads a plan of an agent.
 *
 * @throws AgentSafeError ERR_PLAN_INVALID with every error
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
    throw new AgentSafeError('ERR_PLAN_INVALID', 'The plan is invalid.', {
      diagnostics: [...document.diagnostics, ...diagnostics],
    });
  }
  return entries.map(({ document: step }) => step);
}
