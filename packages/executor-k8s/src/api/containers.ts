import type { JsonValue } from '@agent-safe/core';
import { ApiError } from './api-error.ts';
import { listAt, nameOf, textAt } from './json.ts';

const DEFAULT = 'kubectl.kubernetes.io/default-container';

/** Container that an action uses. */
export interface ChosenContainer {
  readonly name: string;
  /** Sentence that says which container was chosen, if there are several and the request names none. Otherwise empty. */
  readonly note: string;
}

/**
 * Chooses a container like kubectl: the requested one, which may be an init or ephemeral container, otherwise the one of the annotation,
 * otherwise the first one.
 *
 * @throws ApiError if the pod has no such container
 */
export function chooseContainer(pod: JsonValue, requested: string | undefined): ChosenContainer {
  const namesOf = (kind: string) => listAt(pod, 'spec', kind).map((container) => textAt(container, 'name') ?? '');
  const ordinary = namesOf('containers');
  const [init, ephemeral] = [namesOf('initContainers'), namesOf('ephemeralContainers')];
  const all = [...ordinary, ...init, ...ephemeral];
  const annotated = textAt(pod, 'metadata', 'annotations', DEFAULT) ?? '';
  const name = requested ?? (all.includes(annotated) ? annotated : (ordinary[0] ?? ''));
  if (!all.includes(name)) {
    const known = `It has ${all.join(', ')}.`;
    throw new ApiError(`The pod "${nameOf(pod)}" has no container "${name}". ${known}`, 'NotFound');
  }
  if (requested !== undefined || all.length === 1) return { name, note: '' };
  const listed = [
    ...ordinary,
    ...init.map((each) => `${each} (init)`),
    ...ephemeral.map((each) => `${each} (ephemeral)`),
  ];
  return { name, note: ` The container is "${name}", by default. The pod has ${listed.join(', ')}.` };
}
