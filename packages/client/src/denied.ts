import type { CheckRequest, Decision, DecisionCode } from '@agent-safe/core';
import { ServerError } from './server-error.ts';

/** Codes of decisions for refusals of the server. Everything else means that the server did not decide. */
const CODES: { readonly [status: number]: DecisionCode } = { 400: 'request_invalid', 401: 'caller_invalid' };

/** Returns the denial for a request that the server did not decide. Nothing recorded it, so its id and digests are empty. */
export function denied(request: CheckRequest, error: unknown): Decision {
  const refusal = error instanceof ServerError ? error : undefined;
  const code = CODES[refusal?.status ?? 0] ?? (refusal?.status === null ? refusal.code : undefined);
  return deny(
    request,
    isLocal(code) ? code : 'server_unavailable',
    refusal?.reason ?? 'The request could not be sent.',
  );
}

function isLocal(code: string | undefined): code is DecisionCode {
  return code === 'request_invalid' || code === 'caller_invalid' || code === 'caller_unverified';
}

function deny({ action, target }: CheckRequest, code: DecisionCode, reason: string): Decision {
  return {
    audit_id: '',
    result: 'deny',
    code,
    reason,
    action: String(action),
    action_version: null,
    target: target ?? null,
    caller: null,
    caller_verified: false,
    params: {},
    risk_class: 'critical',
    effective_risk: 'critical',
    policy_matched: null,
    digest: null,
    policy_digest: '',
    evaluated_at: new Date().toISOString(),
  };
}
