import type { Reply } from '../../http/reply.ts';

const STATUS = {
  not_requestable: 400,
  invalid_denial_binding: 400,
  unknown_task: 404,
  duplicate_request: 409,
  invalid_task_state: 409,
  expired_denial: 410,
} as const;

/** Returns an error of the access request profile (RFC 9457). It also has the members of all errors of the server. */
export function problem(code: keyof typeof STATUS, reason: string): Reply {
  const status = STATUS[code];
  const type = `urn:openid:authzen:access-request:error:${code}`;
  return {
    status,
    headers: { 'content-type': 'application/problem+json' },
    body: { type, title: code.replaceAll('_', ' '), status, detail: reason, error: { code, reason } },
  };
}
