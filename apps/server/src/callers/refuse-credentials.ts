import { publicReason } from '../http/public-reason.ts';
import { type HttpRefusal, refusal } from '../http/reply.ts';

/** Refuses credentials that did not verify: 401, or 503 if the state that says so is not available. */
export function refuseCredentials({ code, reason }: { readonly code: string; readonly reason: string }): HttpRefusal {
  if (code === 'state_unavailable') return refusal(503, code, publicReason(code, reason));
  return { ...refusal(401, code, reason), headers: { 'www-authenticate': 'Bearer' } };
}
