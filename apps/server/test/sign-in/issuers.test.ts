import { generateKeyPairSync, sign } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { RESTART } from '../support/project.ts';
import { check, readJson, startServer } from '../support/running.ts';

const keys = generateKeyPairSync('rsa', { modulusLength: 2_048 });
const others = generateKeyPairSync('rsa', { modulusLength: 2_048 });

async function startIssuer(): Promise<string> {
  const jwk = { ...keys.publicKey.export({ format: 'jwk' }), kid: 'k1', alg: 'RS256', use: 'sig' };
  const http = createServer((_, response) => {
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ keys: [jwk] }));
  }).listen(0, '127.0.0.1');
  await once(http, 'listening');
  onTestFinished(() => void http.close());
  return `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
}

function makeToken(claims: object, key = keys.privateKey): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const signed = `${part({ alg: 'RS256', kid: 'k1' })}.${part(claims)}`;
  return `${signed}.${sign('sha256', Buffer.from(signed), key).toString('base64url')}`;
}

test('T12 a token of a trusted issuer is an agent with the prefix of the issuer, and no other token is', async () => {
  const issuer = await startIssuer();
  const server = await startServer({
    server: {
      issuers: [
        { name: 'ci', kind: 'oidc', issuer, audience: 'agent-safe', jwks_uri: `${issuer}/jwks`, allow_private: true },
      ],
    },
  });
  const now = Math.floor(Date.now() / 1_000);
  const claims = { iss: issuer, aud: 'agent-safe', sub: 'build-7', iat: now, exp: now + 300, jti: 'token-1' };
  const allowed = await check(server.url, makeToken(claims), RESTART);
  expect([allowed.status, (await readJson(allowed)).result]).toEqual([200, 'allow']);
  expect(server.audit()).toContain('"ci:build-7"');
  const refused = [
    makeToken(claims, others.privateKey),
    makeToken({ ...claims, aud: 'another' }),
    makeToken({ ...claims, exp: now - 1, iat: now - 300 }),
    makeToken({ ...claims, iss: `${issuer}/other` }),
    makeToken({ ...claims, sub: undefined }),
  ];
  for (const token of refused) {
    const response = await check(server.url, token, RESTART);
    expect(response.status).toBe(401);
    expect(await response.text()).not.toContain(token);
  }
  // An agent has no rights of users.
  const headers = { authorization: `Bearer ${makeToken(claims)}` };
  expect((await fetch(`${server.url}/api/v1/users`, { headers })).status).toBe(403);
});
