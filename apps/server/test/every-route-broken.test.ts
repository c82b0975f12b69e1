import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { allRoutes } from '../src/app/all-routes.ts';
import { admitted, send, UNLIMITED } from './support/every-route.ts';
import { RESTART } from './support/project.ts';
import { shareServer } from './support/server.ts';

const open = shareServer(undefined, { server: { limits: UNLIMITED } });

test('T32 a missing log and state are 503, and allow nothing', async () => {
  const server = open();
  const { folder } = server;
  const worker = await server.agent('last-worker');
  await server.send('POST', '/api/v1/check', worker, RESTART);
  const proofs = await Promise.all(allRoutes.map(async (route) => [route, await admitted(server, route)] as const));
  rmSync(join(folder, 'audit.jsonl'), { force: true });
  rmSync(join(folder, 'state.db'), { force: true });
  for (const [route, proof] of proofs) {
    const { body, status } = await send(server, route, proof);
    expect(status === 503 || status < 500, `${route.id}: ${status}`).toBe(true);
    expect(JSON.stringify(body ?? ''), route.id).not.toContain(folder);
    expect(body?.result, route.id).not.toBe('allow');
    expect(body?.decision, route.id).not.toBe(true);
  }
  expect(server.errors.every((error) => error instanceof Error)).toBe(true);
});
