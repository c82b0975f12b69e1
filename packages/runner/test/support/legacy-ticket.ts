import { createHmac } from 'node:crypto';

/** Signs a ticket as agent-safe 0.11 did. */
export function legacyTicket(secret: Uint8Array, now: number): string {
  const seconds = Math.floor(now / 1_000);
  const claims = {
    type: 'execution-ticket',
    iss: 'agent-safe',
    iat: seconds,
    exp: seconds + 300,
    action: 'scale',
    target: 'dev/app',
    caller: 'worker-01',
    params: { name: 'app', size: 3 },
    audit_id: 'evt-legacy',
    nonce: 'nonce-legacy',
  };
  const signed = [{ alg: 'HS256', typ: 'JWT' }, claims].map(encode).join('.');
  return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
}

function encode(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url');
}
