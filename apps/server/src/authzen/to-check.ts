import { quote, type Refused } from '@agent-safe/core';
import type { CheckOptions, CheckRequest, Target } from '@agent-safe/sdk';
import { assertedId, assertedType, assertSubject, type Entity } from '../asserted/assert.ts';
import { knownTargetsOf } from '../asserted/known-targets.ts';
import type { Principal } from '../callers/principal.ts';
import type { LoadedProject } from '../project/server-context.ts';
import type { Evaluation } from './schemas.ts';

/** A request for the decision point, or a refusal. */
export type Translated =
  | { readonly ok: true; readonly request: CheckRequest; readonly options: CheckOptions }
  | Refused<'caller_invalid' | 'request_invalid' | 'target_type_mismatch' | 'target_unknown'>;

/**
 * Translates an AuthZEN request. An agent speaks for itself only. A gateway may assert subjects and resources of the types that the
 * settings name.
 */
export function toCheck(
  { action, resource, subject }: Evaluation,
  principal: Principal,
  project: LoadedProject,
): Translated {
  const caller = toCaller(subject, principal, project);
  if (!caller.ok) return caller;
  const target = toTarget(resource, principal, project);
  if (!target.ok) return target;
  const { by, token, verified } = caller;
  const request: CheckRequest = {
    action: action.name,
    ...(target.id === undefined ? {} : { target: target.id }),
    params: action.properties ?? {},
    ...(token === undefined ? {} : { caller: token }),
  };
  const options: CheckOptions = {
    verified: {
      by,
      ...(verified === undefined ? {} : { caller: verified }),
      ...(target.described === undefined ? {} : { target: target.described }),
    },
  };
  return { ok: true, request, options };
}

type Speaker =
  | {
      readonly ok: true;
      readonly by: string;
      readonly token?: string;
      readonly verified?: NonNullable<CheckOptions['verified']>['caller'];
    }
  | Refused<'caller_invalid' | 'request_invalid'>;

function toCaller(subject: Entity, principal: Principal, project: LoadedProject): Speaker {
  if (principal.kind === 'agent') {
    if (subject.type !== 'agent' || subject.id !== principal.agentId)
      return refuse(
        'caller_invalid',
        `The identity token speaks for the agent ${quote(principal.agentId, 128)} only. Name it as the subject.`,
      );
    const { agentId, token, verified } = principal;
    if (token !== undefined) return { ok: true, by: agentId, token };
    return { ok: true, by: verified?.by ?? agentId, verified: verified?.caller };
  }
  if (principal.kind !== 'pep') return refuse('caller_invalid', 'Only agents and API keys ask for decisions here.');
  const asserted = assertSubject(subject, project);
  return asserted.ok ? { ok: true, by: principal.agentId, verified: asserted.caller } : asserted;
}

type ResourceResult =
  | { readonly ok: true; readonly id: string | undefined; readonly described?: Target }
  | Refused<'request_invalid' | 'target_type_mismatch'>;

function toTarget(resource: Entity, principal: Principal, project: LoadedProject): ResourceResult {
  const type = assertedType(project.authzen, resource.type);
  if (type?.resource === true) {
    const known = findAsserted(resource, project);
    if (known !== undefined && known.type !== resource.type) return mismatch(resource, known);
    if (principal.kind === 'pep') {
      const asserted = knownTargetsOf(project).assert(resource, type, known);
      return asserted.ok ? { ok: true, id: asserted.target.id, described: asserted.target } : asserted;
    }
    return { ok: true, id: known?.id ?? assertedId(resource) };
  }
  // An action without a target still has a resource in this API.
  if (resource.type === 'none') return { ok: true, id: undefined };
  const known = project.findTarget(resource.id);
  return known === undefined || known.type === resource.type
    ? { ok: true, id: resource.id }
    : mismatch(resource, known);
}

/** The inventory may have an asserted resource as `TYPE:ID`, or as `ID` with this type. Other targets with the id are never it. */
function findAsserted(resource: Entity, { findTarget }: LoadedProject): Target | undefined {
  const prefixed = findTarget(assertedId(resource));
  if (prefixed !== undefined) return prefixed;
  const plain = findTarget(resource.id);
  return plain?.type === resource.type ? plain : undefined;
}

function mismatch({ id, type }: Entity, known: Target): Refused<'target_type_mismatch'> {
  return refuse(
    'target_type_mismatch',
    `The inventory has ${quote(id, 128)} as ${known.type}, and the request as ${quote(type, 128)}. Correct the type.`,
  );
}

function refuse<Code extends string>(code: Code, reason: string): Refused<Code> {
  return { ok: false, code, reason };
}
