import { RISK_CLASSES } from '@agent-safe/core';
import { assertedType } from '../../asserted/assert.ts';
import type { Principal } from '../../callers/principal.ts';
import type { LoadedProject } from '../../project/server-context.ts';
import type { Evaluation } from '../schemas.ts';
import type { ActionSearch, ResourceSearch, SubjectSearch } from './schemas.ts';

/** One entity that a search tries, and the evaluation that decides it. */
export interface Candidate<Result> {
  readonly result: Result;
  readonly evaluation: Evaluation;
}

/** Lists the subjects of a type that the caller may ask about: an agent only itself. */
export function listSubjects(
  { action, resource, subject: { type } }: SubjectSearch,
  principal: Principal,
  { subjects }: LoadedProject,
): readonly Candidate<{ readonly type: string; readonly id: string }>[] {
  const ids =
    principal.kind === 'agent' ? listOwn(type, principal.agentId) : subjects.listType(type).map(({ id }) => id);
  return ids.map((id) => ({ result: { type, id }, evaluation: { subject: { type, id }, action, resource } }));
}

function listOwn(type: string, agentId: string): readonly string[] {
  return type === 'agent' ? [agentId] : [];
}

/** Lists the targets of a type. The inventory may name those of an asserted type `TYPE:ID`. */
export function listResources(
  { action, resource: { type }, subject }: ResourceSearch,
  { authzen, policySet }: LoadedProject,
): readonly Candidate<{ readonly type: string; readonly id: string }>[] {
  const isAsserted = assertedType(authzen, type)?.resource === true;
  const prefix = isAsserted ? `${type}:` : '';
  const targets = (policySet.targets ?? []).filter((target) => target.type === type);
  const ids = targets.map(({ id }) => (id.startsWith(prefix) ? id.slice(prefix.length) : id));
  return [...new Set(ids)].map((id) => {
    return { result: { type, id }, evaluation: { subject, action, resource: { type, id } } };
  });
}

/** Lists all actions, those with the lowest risk first. */
export function listActions(
  { resource, subject }: ActionSearch,
  { policySet }: LoadedProject,
): readonly Candidate<{ readonly name: string }>[] {
  return policySet.actions
    .toSorted(
      (left, right) =>
        RISK_CLASSES.indexOf(left.risk_class) - RISK_CLASSES.indexOf(right.risk_class) ||
        (left.name < right.name ? -1 : 1),
    )
    .map(({ name }) => ({ result: { name }, evaluation: { subject, action: { name }, resource } }));
}
