import { AgentSafeError, type Diagnostic, deepFreeze, formatPlace, quote, type Subject } from '@agent-safe/core';
import { readSubjects } from '@agent-safe/schemas';
import type { Located } from '../yaml/located.ts';
import { type Part, readPart } from './read-part.ts';

/** Reads the file or folder of subjects, and reports every error as a diagnostic. Throws nothing. */
export function readSubjectFiles(path: string | undefined): Part<Subject> {
  const part = readPart(path, 'subjects', readSubjects, () => []);
  return { ...part, diagnostics: [...part.diagnostics, ...checkSubjects(part.entries)] };
}

/**
 * Reads the file or folder of subjects. Any error refuses all of them.
 *
 * @param path undefined: there are no subjects
 * @throws AgentSafeError ERR_SUBJECTS_INVALID with every error
 */
export function loadSubjects(path: string | undefined): readonly Subject[] {
  const { diagnostics, entries } = readSubjectFiles(path);
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  if (errors.length === 0) return deepFreeze(entries.map(({ document }) => document));
  const count = errors.length === 1 ? 'an error' : `${errors.length} errors`;
  throw new AgentSafeError('ERR_SUBJECTS_INVALID', `The subjects have ${count}, so no search is possible.`, {
    diagnostics: errors,
  });
}

/** Returns errors for a subject that is defined twice, and for two subjects that would be the same caller. */
function checkSubjects(entries: readonly Located<Subject>[]): readonly Diagnostic[] {
  const subjects = findRepeated(entries, ({ id, type }) => JSON.stringify([type, id]));
  const agents = findRepeated(entries, ({ agent_id }) => agent_id);
  const repeated = new Set(subjects.map(([entry]) => entry));
  return [
    ...subjects.map(([entry, first]): Diagnostic => {
      const { id, type } = entry.document;
      return {
        severity: 'error',
        code: 'name_duplicate',
        message: `The subject ${quote(id)} of the type ${quote(type)} is already defined at ${formatPlace(first.place(['id']))}.`,
        fix: 'Rename or remove one of the two.',
        ...entry.place(['id']),
      };
    }),
    ...agents
      .filter(([entry]) => !repeated.has(entry))
      .map(([entry, first]): Diagnostic => {
        return {
          severity: 'error',
          code: 'agent_id_duplicate',
          message: `The agent id ${quote(entry.document.agent_id)} already belongs to the subject at ${formatPlace(first.place(['id']))}.`,
          fix: 'Give one of the two another "agent_id".',
          ...entry.place(['id']),
        };
      }),
  ];
}

/** Returns each entry whose key an earlier entry has, and that entry. */
function findRepeated(
  entries: readonly Located<Subject>[],
  keyOf: (subject: Subject) => string,
): readonly (readonly [Located<Subject>, Located<Subject>])[] {
  const seen = new Map<string, Located<Subject>>();
  return entries.flatMap((entry) => {
    const key = keyOf(entry.document);
    const first = seen.get(key);
    if (first === undefined) seen.set(key, entry);
    return first === undefined ? [] : [[entry, first] as const];
  });
}
