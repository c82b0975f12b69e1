import { expectTypeOf } from 'vitest';
import {
  issueTicket,
  MemoryNonceStore,
  readKeySet,
  type Ticket,
  type TicketRefusal,
  type TicketRequest,
  TicketVerifier,
} from '../src/index.ts';

declare const token: string;
declare const request: TicketRequest;

const verifier = new TicketVerifier({ keys: readKeySet(''), nonces: new MemoryNonceStore(), tolerance: 5 });
// @ts-expect-error The option "keys" is required.
new TicketVerifier({ nonces: new MemoryNonceStore() });
// @ts-expect-error A nonce store is not a function.
new TicketVerifier({ keys: [], nonces: () => 'fresh' });

for (const ask of ['verify', 'redeem'] as const) {
  const result = await verifier[ask](token, { action: 'restart-deployment', target: 'dev/test-app' });
  // @ts-expect-error A refusal may have no ticket.
  void result.ticket.action;
  // @ts-expect-error A valid ticket has no refusal code.
  void result.code;
  if (result.ok) expectTypeOf(result.ticket).toEqualTypeOf<Ticket>();
  else {
    expectTypeOf(result.code).toEqualTypeOf<TicketRefusal>();
    expectTypeOf(result.reason).toEqualTypeOf<string>();
    expectTypeOf(result.ticket).toEqualTypeOf<Ticket | undefined>();
    // @ts-expect-error This is not a refusal code.
    void (result.code === 'ticket_used');
  }
}
// @ts-expect-error A misspelled expectation is refused.
await verifier.redeem(token, { actions: 'restart-deployment' });
// @ts-expect-error Parameters must be an object.
await verifier.redeem(token, { params: [] });

const issuer = { key: { alg: 'HS256', kid: 'a', secret: new Uint8Array(32) }, issuer: 'a', audience: 'b' } as const;
// @ts-expect-error A ticket needs a lifetime.
issueTicket(request, issuer);
