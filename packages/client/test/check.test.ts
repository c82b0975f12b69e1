import type { AgentSafeClient } from '@agent-safe/core';
import { expect, test } from 'vitest';
import { connect } from '../src/index.ts';
import { RESTART, SCALE, startServer } from './support/server.ts';

test('an agent gets the decisions of a server', async () => {
  const { token, url } = await startServer();
  const client: AgentSafeClient = connect({ url, token: await token('worker') });
  expect(await client.check(RESTART)).toMatchObject({
    result: 'allow',
    caller: 'worker',
    ticket: { token: expect.any(String) },
  });
  expect(await client.check(SCALE)).toMatchObject({ result: 'require_approval', request_id: expect.any(String) });
  expect(await client.check({ action: 'delete-pod' })).toMatchObject({ result: 'deny' });
});
