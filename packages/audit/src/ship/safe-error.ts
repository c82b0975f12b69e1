import { describeCause } from '@agent-safe/core';
import { DeliveryError } from './shipper.ts';

/** Returns an error that is safe to show. Errors of foreign shippers may contain secrets, so only their code is shown. */
export function toSafeError(error: unknown): Error {
  if (error instanceof Error && (error.name === 'DeliveryError' || error.name === 'AgentSafeError')) return error;
  return new DeliveryError(
    `the shipper failed (${error instanceof Error && 'code' in error ? describeCause(error) : 'no error code'})`,
  );
}
