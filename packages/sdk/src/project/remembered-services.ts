import type { Services } from './open-services.ts';

const remembered = new WeakMap<object, Services>();

/** Remembers the services of an `AgentSafe`, so that a server can use them. */
export function rememberServices(safe: object, services: Services): void {
  remembered.set(safe, services);
}

/** @returns undefined for an object that is no `AgentSafe` */
export function recallServices(safe: object): Services | undefined {
  return remembered.get(safe);
}
