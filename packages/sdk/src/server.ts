import { AgentSafeError } from '@agent-safe/core';
import type { AgentSafe } from './agent-safe.ts';
import type { Services } from './project/open-services.ts';
import { recallServices } from './project/remembered-services.ts';

/** The services of an open project that a server uses beside the methods of `AgentSafe`. */
export type ServerServices = Pick<
  Services,
  'accounts' | 'clock' | 'keys' | 'limits' | 'recorder' | 'revocations' | 'stores' | 'tokenService'
>;

/**
 * Returns the services of an open project, for a server that answers many callers.
 *
 * @throws AgentSafeError ERR_CONFIG_INVALID if the object is no `AgentSafe`
 */
export function servicesOf(safe: AgentSafe): ServerServices {
  const services = recallServices(safe);
  if (services !== undefined) return services;
  throw new AgentSafeError('ERR_CONFIG_INVALID', 'The object is no open project. Open one with AgentSafe.open().');
}
