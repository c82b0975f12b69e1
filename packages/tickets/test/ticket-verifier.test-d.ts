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
// @ts-expect-error Without keys nothing is verified.
new TicketVerifier({ nonces: new MemoryNonceStore() });
// @ts-expect-error A store of nonces is no function.
new TicketVerifier({ keys: [], nonces: () => 'fresh' });

for (const ask of ['verify', 'redeem'] as const) {
  const result = await verifier[ask](token, { action: 'restart-deployment', target: 'dev/test-app' });
  // @ts-expect-error Only a ticket that is valid is sure to be there.
  void result.ticket.action;
  // @ts-expect-error What is valid has no code.
  void result.code;
  if (result.ok) expectTypeOf(result.ticket).toEqualTypeOf<Ticket>();
  else {
    expectTypeOf(result.code).toEqualTypeOf<TicketRefusal>();
    expectTypeOf(result.reason).toEqualTypeOf<string>();
    expectTypeOf(result.ticket).toEqualTypeOf<Ticket | undefined>();
    // @ts-expect-error No ticket is refused by this code.
    void (result.code === 'ticket_used');
  }
}
// @ts-expect-error An expectation that is misspelt would expect nothing.
await verifier.redeem(token, { actions: 'restart-deployment' });
// @ts-expect-error Parameters are an object.
await verifier.redeem(token, { params: [] });

const issuer = { key: { alg: 'HS256', kid: 'a', secret: new Uint8Array(32) }, issuer: 'a', audience: 'b' } as const;
// @ts-expect-error A ticket has an end.
issueTicket(request, issuer);
