import { statSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { isLocal, readAddress } from '../../src/listen/address.ts';
import { findClientAddress, Networks, toNetwork } from '../../src/listen/client-address.ts';
import { connectRaw } from '../support/raw-client.ts';
import { startServer } from '../support/running.ts';

test.each(['0.0.0.0:0', '[::]:0', 'agent-safe.example:0', '10.0.0.1:0'])(
  'an address that other machines reach needs a certificate or a proxy: %s',
  async (address) => {
    await expect(startServer({ server: { listen: ['127.0.0.1:0', address] } })).rejects.toMatchObject({
      code: 'ERR_CONFIG_INVALID',
      diagnostics: [
        {
          code: 'listen_unprotected',
          file: expect.stringContaining('agent-safe.yaml'),
          line: 1,
          fix: expect.any(String),
        },
      ],
    });
  },
);

test('the same address on the command line is refused, and admitted behind a proxy', async () => {
  await expect(startServer({ options: { listen: ['0.0.0.0:0'] } })).rejects.toMatchObject({
    diagnostics: [{ code: 'listen_unprotected' }],
  });
  const { url } = await startServer({ options: { listen: ['0.0.0.0:0'], behindProxy: true } });
  expect((await fetch(url.replace('0.0.0.0', '127.0.0.1').concat('/healthz'))).status).toBe(200);
});

test('all mistakes in the settings of the server come at once', async () => {
  const server = {
    listen: ['0.0.0.0:0'],
    trusted_proxies: ['10.0.0.0/40', '::1/128'],
    socket_group: 'no-such-group-here',
    public_url: 'https://user:secret@agent-safe.example',
  };
  const starting = startServer({ server });
  await expect(starting).rejects.toMatchObject({
    diagnostics: [
      { code: 'listen_unprotected' },
      { code: 'network_invalid' },
      { code: 'group_unknown' },
      { code: 'public_url_invalid' },
    ],
  });
  await expect(starting).rejects.not.toThrow('secret@');
});

/** Sends a request that names a host. */
async function statusFor(url: string, host: string): Promise<number | undefined> {
  const { promise, reject, resolve } = Promise.withResolvers<number | undefined>();
  request(`${url}/healthz`, { headers: { host } }, (message) => {
    message.resume();
    resolve(message.statusCode);
  })
    .once('error', reject)
    .end();
  return promise;
}

test('on loopback, a web page cannot reach the server under a name of its own', async () => {
  const { url } = await startServer({ server: { public_url: 'https://agent-safe.example' } });
  const { port } = new URL(url);
  for (const host of [`127.0.0.1:${port}`, `LOCALHOST:${port}`, `[::1]:${port}`, 'agent-safe.example'])
    expect(await statusFor(url, host), host).toBe(200);
  for (const host of [
    `evil.example:${port}`,
    'localhost',
    'localhost:1',
    `localhost.evil.example:${port}`,
    `127.0.0.1:${port}@x`,
  ])
    expect(await statusFor(url, host), host).toBe(403);
});

test('answers carry security headers, and no page of another origin may read them', async () => {
  const { url } = await startServer();
  const response = await fetch(`${url}/healthz`, { headers: { origin: 'https://evil.example' } });
  expect(Object.fromEntries(response.headers)).toMatchObject({
    'cache-control': 'no-store',
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    'cross-origin-resource-policy': 'same-origin',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
  });
  expect(response.headers.get('access-control-allow-origin')).toBeNull();
  const headers = { origin: 'https://evil.example', 'access-control-request-method': 'POST' };
  expect((await fetch(`${url}/api/v1/check`, { method: 'OPTIONS', headers })).status).toBe(405);
});

test('origins in the settings may call the API with a bearer token, without cookies', async () => {
  const { url } = await startServer({ server: { cors_origins: ['https://console.example'] } });
  const ask = (origin: string) =>
    fetch(`${url}/api/v1/check`, {
      method: 'OPTIONS',
      headers: { origin, 'access-control-request-method': 'POST', 'access-control-request-headers': 'authorization' },
    });
  const preflight = await ask('https://console.example');
  expect(preflight.status).toBe(204);
  expect(preflight.headers.get('access-control-allow-origin')).toBe('https://console.example');
  expect(preflight.headers.get('access-control-allow-headers')).toContain('authorization');
  expect(preflight.headers.get('access-control-allow-credentials')).toBeNull();
  expect((await ask('https://console.example.evil.example')).status).toBe(405);
  const answer = await fetch(`${url}/healthz`, { headers: { origin: 'https://console.example' } });
  expect(answer.headers.get('access-control-allow-origin')).toBe('https://console.example');
  expect(answer.headers.get('vary')).toBe('origin');
});

test('a Unix socket is for its user only, or for a group', async () => {
  const { folder, server } = await startServer({ server: { listen: ['unix:agent-safe.sock'] } });
  const path = join(folder, 'agent-safe.sock');
  expect(server.urls).toEqual([`unix:${path}`]);
  expect(statSync(path).mode & 0o777).toBe(0o600);
  const client = await connectRaw(`unix:${path}`);
  client.send('GET /healthz HTTP/1.1\r\nhost: anything\r\nconnection: close\r\n\r\n');
  expect(await client.all).toMatch(/^HTTP\/1\.1 200 /);
  const gid = process.getgid?.() ?? 0;
  const grouped = await startServer({ server: { listen: ['unix:agent-safe.sock'], socket_group: gid } });
  const found = statSync(join(grouped.folder, 'agent-safe.sock'));
  expect([found.mode & 0o777, found.gid]).toEqual([0o660, gid]);
});

test('the socket of a server that was killed is replaced, and the socket of a running server is not', async () => {
  let socket = '';
  const { server } = await startServer({
    server: { listen: ['unix:agent-safe.sock'] },
    prepare(folder) {
      socket = join(folder, 'agent-safe.sock');
      leaveSocket(socket);
    },
  });
  expect(server.urls).toEqual([`unix:${socket}`]);
  await expect(startServer({ options: { listen: [`unix:${socket}`] } })).rejects.toMatchObject({
    code: 'ERR_LISTEN_FAILED',
    message: expect.stringContaining('Another server uses the socket'),
  });
  expect(statSync(socket).isSocket()).toBe(true);
});

test('a file that is no socket is not deleted', async () => {
  const starting = startServer({
    server: { listen: ['unix:agent-safe.sock'] },
    prepare: (folder) => writeFileSync(join(folder, 'agent-safe.sock'), 'precious'),
  });
  await expect(starting).rejects.toMatchObject({ code: 'ERR_LISTEN_FAILED' });
});

/** Leaves a socket file without a server, as a killed process does. */
function leaveSocket(path: string): void {
  const { execFileSync } = process.getBuiltinModule('node:child_process');
  const script = `require('node:net').createServer().listen(process.argv[1], () => process.kill(process.pid, 'SIGKILL'))`;
  try {
    execFileSync(process.execPath, ['-e', script, path]);
  } catch {
    // The process killed itself.
  }
}

test('an address in use is an error with the address, and nothing stays open', async () => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  const { port } = other.address() as { readonly port: number };
  await expect(startServer({ server: { listen: ['127.0.0.1:0', `127.0.0.1:${port}`] } })).rejects.toMatchObject({
    code: 'ERR_LISTEN_FAILED',
    message: expect.stringMatching(new RegExp(`${port}.*EADDRINUSE`)),
  });
  other.close();
});

describe('addresses', () => {
  test.each([
    ['127.0.0.1:1', true],
    ['127.9.9.9:1', true],
    ['localhost:1', true],
    ['[::1]:1', true],
    ['[0:0:0:0:0:0:0:1]:1', true],
    ['unix:/x', true],
    ['[::]:1', false],
    ['[::ffff:127.0.0.1]:1', false],
    ['[1::1]:1', false],
    ['0.0.0.0:1', false],
    ['127.0.0.1.evil.example:1', false],
    ['localhost.evil.example:1', false],
    ['128.0.0.1:1', false],
  ])('%s is local: %s', (text, expected) => {
    const address = readAddress(text);
    expect(address !== undefined && isLocal(address)).toBe(expected);
  });

  test.each([
    ['10.0.0.5', undefined, '10.0.0.5'],
    // Without a proxy in the settings, the header is the client's.
    ['198.51.100.1', '203.0.113.9', '198.51.100.1'],
    ['10.0.0.5', '203.0.113.9', '203.0.113.9'],
    // A client wrote the first address, and the proxy the last.
    ['10.0.0.5', '127.0.0.1, 203.0.113.9', '203.0.113.9'],
    ['10.0.0.5', '203.0.113.9, 10.0.0.6', '203.0.113.9'],
    ['::ffff:10.0.0.5', '203.0.113.9:443', '203.0.113.9'],
    ['10.0.0.5', '[2001:db8::1]:443', '2001:db8::1'],
    ['10.0.0.5', 'unknown', '10.0.0.5'],
    ['10.0.0.5', '203.0.113.9, _hidden', '10.0.0.5'],
    [undefined, '203.0.113.9', '203.0.113.9'],
  ])('from %s, forwarded for %s: %s', (remoteAddress, forwardedFor, expected) => {
    expect(findClientAddress({ remoteAddress, forwardedFor }, new Networks(['10.0.0.0/8']))).toBe(expected);
  });

  test('IPv6 addresses of one client count together', () => {
    expect(toNetwork('2001:db8:0:7::1')).toBe(toNetwork('2001:0db8:0:0007:ffff::2'));
    expect(toNetwork('2001:db8:0:8::1')).not.toBe(toNetwork('2001:db8:0:7::1'));
    expect(toNetwork('192.0.2.1')).toBe('192.0.2.1');
  });
});
