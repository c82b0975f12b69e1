import { deepStrictEqual } from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateKeys, keySet, loadKeys } from '@agent-safe/registry';
import { AgentSafe } from '@agent-safe/sdk';
import { openStateDatabase } from '@agent-safe/store-sqlite';
import { TicketVerifier } from '@agent-safe/tickets';
import { readKeySet } from '@agent-safe/tokens';
import type { ActionTypes } from './action-types.ts';
import { guard } from './guard.ts';

/**
 * A support agent sends e-mails and asks for refunds. Neither action has a target. The guarded functions run only if the request is
 * allowed, and the compiler checks their parameters.
 */
const folder = mkdtempSync(join(tmpdir(), 'agent-safe-any-tool-'));
const project = join(import.meta.dirname, '..');
const keys = join(folder, 'keys.json');
const state = join(folder, 'state.db');
writeFileSync(keys, generateKeys(), { mode: 0o600 });

const safe = await AgentSafe.open<ActionTypes>({
  registry: join(project, 'actions'),
  policies: join(project, 'policies'),
  auditLog: join(folder, 'audit.jsonl'),
  keys,
  state,
  strict: true,
  approvals: { roles: ['approver'] },
});
const shared = openStateDatabase(state);
const verifier = new TicketVerifier({
  keys: readKeySet(keySet(loadKeys(keys).tokens, Date.now())),
  nonces: shared.nonces,
  revocations: shared.revocations,
});

const sent: string[] = [];
const refunded: number[] = [];
const sendEmail = guard(safe, verifier, 'send-email', async ({ priority = 'normal', to }) => {
  sent.push(`${priority} to ${to}`);
});
const refund = guard(safe, verifier, 'refund', async ({ cents }) => {
  refunded.push(cents);
});

try {
  const support = await safe.tokens.issue({ agent_id: 'helper', roles: ['support'] });
  const sales = await safe.tokens.issue({ agent_id: 'seller', roles: ['sales'] });
  const email = { to: 'ann@example.com', subject: 'Your order', body: 'It has left our warehouse.' };
  const payment = { payment: 'pay_1a2b3c4d', cents: 1990 };

  await sendEmail(support, email);
  report('Support writes to a customer', sent, ['normal to ann@example.com']);
  report('Sales does not', await refusalOf(sendEmail(sales, email)), 'deny');
  report('A refund needs an approval', await refusalOf(refund(support, payment)), 'require_approval');

  const { requests } = requireOk(await safe.approvals.list());
  const approver = await safe.tokens.issue({ agent_id: 'alice', roles: ['approver'] });
  requireOk(await safe.approvals.approve(requests[0]?.request_id ?? '', { approver, reason: 'The parcel was lost' }));
  await refund(support, payment);
  report('The approved refund is paid', refunded, [1990]);
  report('It is paid once', await refusalOf(refund(support, payment)), 'require_approval');
  report('More is refused', await refusalOf(refund(support, { ...payment, cents: 50_001 })), 'deny');
  report('Nothing else happened', [sent.length, refunded.length], [1, 1]);

  const { properties, required } = safe.actions.inputSchema('refund');
  report(
    'The tool definition has both parameters',
    [Object.keys(properties), required],
    [
      ['payment', 'cents'],
      ['payment', 'cents'],
    ],
  );
} finally {
  shared.close();
  await safe.close();
  rmSync(folder, { recursive: true, force: true });
}

function report<Value>(step: string, actual: Value, expected: Value): void {
  deepStrictEqual(actual, expected, step);
  console.log(`${step}: ${JSON.stringify(actual)}`);
}

async function refusalOf(run: Promise<unknown>): Promise<string> {
  try {
    await run;
    return 'allow';
  } catch (error) {
    return error instanceof Error ? (error.message.split(':')[0] ?? '') : '';
  }
}

function requireOk<Result extends { readonly ok: boolean }>(result: Result): Extract<Result, { readonly ok: true }> {
  if (!result.ok) throw new Error(JSON.stringify(result));
  return result as Extract<Result, { readonly ok: true }>;
}
