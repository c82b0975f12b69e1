import { AgentSafeError, quote, sha256 } from '@agent-safe/core';
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

/** @throws AgentSafeError ERR_CONFIG_INVALID for a subject that would be an agent with identity tokens */
export function makeSubjectDirectory(subjects: readonly ListedSubject[]): SubjectDirectory {
  const types = new Map<string, Map<string, ListedSubject>>();
  for (const subject of subjects) {
    requireOwnName(subject);
    const own = types.get(subject.type) ?? new Map<string, ListedSubject>();
    types.set(subject.type, own.set(subject.id, subject));
  }
  return {
    digest: sha256(JSON.stringify(subjects)),
    find: (type, id) => types.get(type)?.get(id),
    listType: (type) => [...(types.get(type)?.values() ?? [])],
  };
}

/** A gateway asserts subjects of other types than agent. Such a subject must not speak as an agent, or as a gateway. */
function requireOwnName({ agent_id, id, type }: ListedSubject): void {
  if (type === 'agent' || agent_id === undefined || agent_id.startsWith(`${type}:`)) return;
  const summary = `The subject ${quote(id)} has an agent_id of another type: ${quote(agent_id)}. Begin it with "${type}:".`;
  throw new AgentSafeError('ERR_CONFIG_INVALID', summary);
}
