import type { PipelineServices } from '../pipeline/request/pipeline-services.ts';
import type { Services } from './open-services.ts';

/** The services of an open project, and its pipeline. */
type Remembered = Services & { readonly pipeline: PipelineServices };

const remembered = new WeakMap<object, Remembered>();

/** Remembers the services of an `AgentSafe`, so that a server can use them. */
export function rememberServices(safe: object, services: Remembered): void {
  remembered.set(safe, services);
}

/** @returns undefined for an object that is no `AgentSafe` */
export function recallServices(safe: object): Remembered | undefined {
  return remembered.get(safe);
}
