import { sha256 } from '@agent-safe/core';
import type { KnownSubject } from '../asserted/assert.ts';

/** A subject of the file `subjects`. */
export interface ListedSubject extends KnownSubject {
  readonly type: string;
  readonly id: string;
}

/** The subjects of a project. */
export interface SubjectDirectory {
  readonly digest: string;
  readonly find: (type: string, id: string) => ListedSubject | undefined;
  readonly listType: (type: string) => readonly ListedSubject[];
}

export function makeSubjectDirectory(subjects: readonly ListedSubject[]): SubjectDirectory {
  const types = new Map<string, Map<string, ListedSubject>>();
  for (const subject of subjects) {
    const own = types.get(subject.type) ?? new Map<string, ListedSubject>();
    types.set(subject.type, own.set(subject.id, subject));
  }
  return {
    digest: sha256(JSON.stringify(subjects)),
    find: (type, id) => types.get(type)?.get(id),
    listType: (type) => [...(types.get(type)?.values() ?? [])],
  };
}
