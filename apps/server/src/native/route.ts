import { AgentSafeError, type ErrorCode } from '@agent-safe/core';
import { defineRoute, type Route } from '../routes/route.ts';
import { refuseAs } from './refusals.ts';

/** Errors of the SDK that a request can cause, and their codes over HTTP. */
const ERRORS: { readonly [Code in ErrorCode]?: string } = {
  ERR_AUDIT_INVALID: 'audit_unavailable',
  ERR_AUDIT_UNAVAILABLE: 'audit_unavailable',
  ERR_CONFIG_INVALID: 'request_invalid',
  ERR_IDENTITY_INVALID: 'request_invalid',
  ERR_KEYS_INVALID: 'keys_unavailable',
  ERR_PLAN_INVALID: 'request_invalid',
  ERR_REGISTRY_INVALID: 'not_found',
  ERR_REVOCATION_INVALID: 'request_invalid',
  ERR_STORE_UNAVAILABLE: 'state_unavailable',
};

/** Defines a route of the native API. Errors that the request can cause become refusals. */
export const defineNative: typeof defineRoute = (route): Route => {
  const defined = defineRoute(route);
  return {
    ...defined,
    async handle(request, server) {
      try {
        return await defined.handle(request, server);
      } catch (error) {
        const code = error instanceof AgentSafeError ? ERRORS[error.code] : undefined;
        if (!(error instanceof AgentSafeError) || code === undefined) throw error;
        if (code.endsWith('_unavailable')) server.onError(error, defined.path);
        return refuseAs({ code, reason: error.message });
      }
    },
  };
};
