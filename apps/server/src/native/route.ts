import { AgentSafeError, type ErrorCode } from '@agent-safe/core';
import type { Principal } from '../callers/principal.ts';
import { type Reply, refusal, refuse } from '../http/reply.ts';
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

/** Codes whose reasons may name files of the server. */
const PRIVATE: ReadonlySet<string> = new Set([
  'approvals_unavailable',
  'audit_unavailable',
  'keys_unavailable',
  'state_unavailable',
]);

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
        return refuseAs({ code, reason: publicReason(code, error.message, request.principal) });
      }
    },
  };
};

/** Returns the answer of a refusal of the SDK, without private text. */
export function refuseTo(principal: Principal, { code, reason }: { readonly code: string; readonly reason: string }) {
  return refuseAs({ code, reason: publicReason(code, reason, principal) });
}

/** Returns the reason as the caller may read it: only users may read names of files. */
export function publicReason(code: string, reason: string, { kind }: Principal): string {
  if (kind === 'user' || !PRIVATE.has(code)) return reason;
  return 'The server cannot use its keys, state or audit log now. Ask the operator of the server, then try again.';
}

/** A refusal because the caller may not do this to another one's thing. */
export function forbid(reason: string): Reply {
  return refuse(refusal(403, 'forbidden', reason));
}
