import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { actionsPath, inventoryPath, policiesPath } from '@agent-safe/catalog';
import { generateKeys, keySet, loadKeys } from '@agent-safe/registry';
import { makeFolder } from '@agent-safe/testkit/folders';
import { TicketVerifier } from '@agent-safe/tickets';
import { readKeySet } from '@agent-safe/tokens';
import { expect, onTestFinished, test } from 'vitest';
import { withPorts } from '../test/support/ports.ts';
import { AgentSafe } from './index.ts';

const restart = {
  action: 'restart-deployment',
  target: 'dev/test-app',
  params: { namespace: 'dev', deployment: 'app' },
};

type Kind = 'identity' | 'delegation' | 'ticket';

test('T11 identity, delegation and ticket are never accepted in each other’s place', async () => {
  const folder = makeFolder();
  const file = join(folder, 'keys.json');
  writeFileSync(file, generateKeys(), { mode: 0o600 });
  const paths = { registry: actionsPath, policies: policiesPath, inventory: inventoryPath };
  const safe = await AgentSafe.open(withPorts({ ...paths, keys: file, auditLog: join(folder, 'audit.jsonl') }));
  onTestFinished(() => safe.close());
  const identity = await safe.tokens.issue({ agent_id: 'orchestrator-01' });
  const child = await safe.tokens.delegate({ parent_token: identity, child_agent_id: 'worker-01' });
  const decision = await safe.check({ ...restart, caller: identity });
  const tokens: Record<Kind, string> = {
    identity,
    delegation: child.ok ? child.token : '',
    ticket: decision.ticket?.token ?? '',
  };
  const verifier = new TicketVerifier({ keys: readKeySet(keySet(loadKeys(file).tokens, Date.now())) });

  /** The places that take a token, and the right kinds for each. */
  const places: readonly (readonly [string, readonly Kind[], (token: string) => Promise<boolean>])[] = [
    [
      'a caller',
      ['identity', 'delegation'],
      async (caller) => (await safe.check({ ...restart, caller })).result === 'allow',
    ],
    [
      'who delegates',
      ['identity', 'delegation'],
      async (parent_token) => (await safe.tokens.delegate({ parent_token, child_agent_id: 'x' })).ok,
    ],
    ['a delegation', ['identity', 'delegation'], async (token) => (await safe.tokens.verify(token)).ok],
    ['a ticket', ['ticket'], async (token) => (await verifier.verify(token)).ok],
  ];
  for (const [place, right, accepts] of places) {
    for (const [kind, token] of Object.entries(tokens)) {
      expect(await accepts(token), `${kind} as ${place}`).toBe(right.some((each) => each === kind));
    }
  }
});
