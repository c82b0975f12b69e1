import { execFileSync, spawn } from 'node:child_process';
import type { Server } from 'node:http';
import { join } from 'node:path';
import { API_KEY_SCOPES } from '@agent-safe/core';
import { isNightly } from '@agent-safe/testkit';
import { createAdaptorServer } from '@hono/node-server';
import { expect, test } from 'vitest';
import { UNLIMITED } from './support/every-route.ts';
import { shareServer } from './support/server.ts';

const INFRA = join(import.meta.dirname, '../../../infra/schemathesis');
/** Ten minutes a night, and one minute otherwise. */
const SECONDS = Number(process.env.AGENT_SAFE_FUZZ_SECONDS ?? (isNightly ? 600 : 60));
const CHECKS = [
  'not_a_server_error',
  'status_code_conformance',
  'content_type_conformance',
  'response_schema_conformance',
].join(',');
const open = shareServer(undefined, { server: { limits: UNLIMITED } });

test('T32 random requests by the OpenAPI document cause no error, and every answer fits its schema', async (context) => {
  const command = execFileSync(join(INFRA, 'install.sh'), { encoding: 'utf8' }).trim();
  if (command === '') {
    process.stderr.write('The fuzz of the API is skipped: schemathesis could not be installed.\n');
    context.skip();
  }
  const server = open();
  const listener = createAdaptorServer({ fetch: server.fetch, overrideGlobalObjects: false }) as Server;
  await new Promise<void>((resolve) => {
    listener.listen(0, '127.0.0.1', resolve);
  });
  const address = listener.address();
  const url = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
  try {
    const callers = [
      await server.agent('fuzzing-worker', { roles: ['deployer'] }),
      await server.pep('fuzz', API_KEY_SCOPES),
      server.user('fuzz', ['admin']),
    ];
    for (const proof of callers) {
      const found = await fuzz(command, url, proof, SECONDS / callers.length);
      // An error of the tool itself is no answer of the server. It prints one cross for each kind of wrong answer.
      expect(found.text, found.text).toMatch(/^ +\d+ generated/m);
      if (found.exit !== 0) expect(found.text, found.text).not.toContain('❌');
    }
    expect(server.errors).toEqual([]);
  } finally {
    listener.closeAllConnections();
    listener.close();
  }
});

/** Sends requests of one caller. Streams do not end, and a revocation of everything would end the caller. */
function fuzz(
  command: string,
  url: string,
  proof: Readonly<Record<string, string>>,
  seconds: number,
): Promise<{ readonly exit: number | null; readonly text: string }> {
  const headers = Object.entries(proof).flatMap(([name, value]) => ['--header', `${name}: ${value}`]);
  const leftOut = ['streamEvents', 'revoke'].flatMap((id) => ['--exclude-operation-id', id]);
  const fixed = [
    '--checks',
    CHECKS,
    '--max-time',
    String(seconds),
    '--seed',
    process.env.AGENT_SAFE_SEED ?? '20260101',
  ];
  const quiet = [
    '--workers',
    '1',
    '--no-color',
    '--request-timeout',
    '70',
    '--generation-database',
    'none',
    '--warnings',
    'off',
  ];
  const { promise, reject, resolve } = Promise.withResolvers<{ exit: number | null; text: string }>();
  const args = ['run', `${url}/api/v1/openapi.json`, ...headers, ...leftOut, ...fixed, ...quiet];
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let text = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (bytes: Buffer) => (text += bytes.toString('utf8')));
  child.on('error', reject);
  child.on('close', (exit) => resolve({ exit, text: text.slice(-20_000) }));
  return promise;
}
