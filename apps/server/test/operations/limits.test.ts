import { describe, expect, test } from 'vitest';
import { RequestRate } from '../../src/listen/request-rates.ts';
import { RESTART } from '../support/project.ts';
import { connectRaw } from '../support/raw-client.ts';
import { check, createKey, readJson, startServer } from '../support/running.ts';

/** An answer with this status, and an error with this code. */
function refused(status: number, code: string): RegExp {
  return new RegExp(`^HTTP/1\\.1 ${status} [^\\r]*\\r\\n[\\s\\S]*"code":"${code}"`);
}

test('T32 large, deep and endless bodies get a clear 4xx', async () => {
  const { token, url } = await startServer({ server: { limits: { body_bytes: 2_048, body_depth: 8 } } });
  const bearer = await token('agent-1');
  const large = await check(url, bearer, { ...RESTART, params: { namespace: 'x'.repeat(3_000) } });
  expect([large.status, (await readJson(large)).error.code]).toEqual([413, 'body_too_large']);
  const deep = await check(url, bearer, { ...RESTART, params: { a: [[[[[[[[1]]]]]]]] } });
  expect([deep.status, (await readJson(deep)).error.code]).toEqual([400, 'body_too_deep']);
  const chunk = new TextEncoder().encode(' '.repeat(1_000));
  const body = new ReadableStream<Uint8Array>({ pull: (controller) => controller.enqueue(chunk) });
  const headers = { authorization: `Bearer ${bearer}`, 'content-type': 'application/json' };
  const init = { method: 'POST', headers, body, duplex: 'half' } as RequestInit;
  // The server may close the connection while the client is still sending.
  const endless = await fetch(`${url}/api/v1/check`, init).then(
    ({ status }) => status,
    () => 413,
  );
  expect(endless).toBe(413);
});

test('T32 many and large headers get 431', async () => {
  const { url } = await startServer({ server: { limits: { headers: 10, header_bytes: 2_048 } } });
  const { host } = new URL(url);
  const many = await connectRaw(url);
  many.send(`GET /healthz HTTP/1.1\r\nhost: ${host}\r\n${'a: b\r\n'.repeat(10)}\r\n`);
  expect(await many.all).toMatch(refused(431, 'headers_too_many'));
  const large = await connectRaw(url);
  large.send(`GET /healthz HTTP/1.1\r\nhost: ${host}\r\na: ${'b'.repeat(3_000)}\r\n\r\n`);
  expect(await large.all).toMatch(refused(431, 'headers_too_large'));
  const admitted = await connectRaw(url);
  admitted.send(`GET /healthz HTTP/1.1\r\nhost: ${host}\r\nconnection: close\r\n${'a: b\r\n'.repeat(8)}\r\n`);
  expect(await admitted.all).toMatch(/^HTTP\/1\.1 200 /);
});

test('T32 slow headers and slow bodies get 408, and idle connections are closed', async () => {
  const limits = { header_seconds: 1, request_seconds: 1, idle_seconds: 5 };
  const { token, url } = await startServer({ server: { limits } });
  const bearer = await token('agent-1');
  const { host } = new URL(url);
  const headers = await connectRaw(url);
  headers.send(`GET /healthz HTTP/1.1\r\nhost: ${host}\r\n`);
  const body = await connectRaw(url);
  const head = `host: ${host}\r\nauthorization: Bearer ${bearer}\r\ncontent-type: application/json`;
  body.send(`POST /api/v1/check HTTP/1.1\r\n${head}\r\ncontent-length: 100\r\n\r\n{`);
  const idle = await connectRaw(url);
  expect(await headers.all).toMatch(refused(408, 'request_timeout'));
  expect(await body.all).toMatch(refused(408, 'request_timeout'));
  expect(await idle.all).toMatch(/^$|^HTTP\/1\.1 408 /);
});

test('T32 a client that does not read its answers is ended', async () => {
  const { folder, url } = await startServer({ server: { limits: { idle_seconds: 1 } } });
  const headers = { authorization: `Bearer ${await createKey(folder, ['metrics:read'])}`, connection: 'close' };
  const client = await connectRaw(url);
  client.socket.pause();
  // The answers fill the buffers of the connection.
  client.send(`GET /api/v1/openapi.json HTTP/1.1\r\nhost: ${new URL(url).host}\r\n\r\n`.repeat(16));
  const others = async () => {
    // While the server makes the answers, it may also end this connection.
    const text = await fetch(`${url}/metrics`, { headers }).then(
      (response) => response.text(),
      () => '',
    );
    return Number(/^agent_safe_connections (\d+)$/m.exec(text)?.[1] ?? 2) - 1;
  };
  while ((await others()) > 0);
  client.socket.resume();
  await client.all;
});

test('T32 a connection that sends many requests at once is ended', async () => {
  const { url } = await startServer();
  const client = await connectRaw(url);
  client.send(`GET /api/v1/openapi.json HTTP/1.1\r\nhost: ${new URL(url).host}\r\n\r\n`.repeat(200));
  expect((await client.all).split('HTTP/1.1 200 ').length).toBeLessThanOrEqual(17);
});

test('a message that is no HTTP gets 400, without an echo', async () => {
  const { url } = await startServer();
  const client = await connectRaw(url);
  client.send('SECRET s3cr3t\r\n\r\n');
  const answer = await client.all;
  expect(answer).toMatch(refused(400, 'request_malformed'));
  expect(answer).not.toContain('s3cr3t');
});

test('connections over the limit are closed, and counted', async () => {
  const { url } = await startServer({ server: { limits: { connections: 2 } } });
  const [first, second] = [await connectRaw(url), await connectRaw(url)];
  const third = await connectRaw(url);
  expect(await third.all).toBe('');
  first.socket.destroy();
  second.socket.destroy();
});

test('requests without valid credentials are counted for each address, and valid ones for each caller', async () => {
  const rates = { address: 2, agent: 3 };
  const { token, url } = await startServer({
    server: { behind_proxy: true, limits: { requests_per_second: rates } },
  });
  const from = (address: string) => ({ 'x-forwarded-for': address });
  const guess = async (address: string) => (await check(url, 'guess', RESTART, from(address))).status;
  const guesses = await Promise.all(Array.from({ length: 20 }, () => guess('198.51.100.7')));
  expect(guesses).toContain(401);
  expect(guesses).toContain(429);
  expect(guesses.every((status) => status === 401 || status === 429)).toBe(true);
  expect(await guess('198.51.100.8')).toBe(401);
  // The address with many guesses does not lock out an agent behind it.
  const [one, two] = [await token('agent-1'), await token('agent-2')];
  expect((await check(url, one, RESTART, from('198.51.100.7'))).status).toBe(200);
  const many = await Promise.all(Array.from({ length: 40 }, () => check(url, one, RESTART, from('198.51.100.9'))));
  const limited = many.find(({ status }) => status === 429);
  expect(limited?.headers.get('retry-after')).toBe('1');
  expect(await limited?.json()).toMatchObject({ error: { code: 'too_many_requests' } });
  expect((await check(url, two, RESTART, from('198.51.100.9'))).status).toBe(200);
});

describe('the rate of requests', () => {
  test('a burst of twice the rate is admitted, and then the rate', () => {
    let now = 0;
    const rate = new RequestRate(10, () => now);
    const admitted = (count: number) => Array.from({ length: count }, () => rate.admit('a')).filter(Boolean).length;
    expect(admitted(50)).toBe(20);
    now = 500;
    expect(admitted(50)).toBe(5);
    now = 60_000;
    expect(admitted(50)).toBe(20);
    expect(rate.admit('b')).toBe(true);
  });

  test('a million keys use bounded memory, and a new key is no way around the limit', () => {
    let now = 0;
    const rate = new RequestRate(1, () => now);
    let admitted = 0;
    for (let key = 0; key < 1_000_000; key++) admitted += rate.admit(`key-${key}`) ? 1 : 0;
    expect(rate.size).toBeLessThanOrEqual(10_000);
    expect(admitted).toBeLessThanOrEqual(10_002);
    now = 10_000;
    expect(rate.admit('later')).toBe(true);
    expect(rate.size).toBe(1);
  });

  test('0 turns the limit off', () => {
    const rate = new RequestRate(0, () => 0);
    expect(Array.from({ length: 1_000 }, () => rate.admit('a')).every(Boolean)).toBe(true);
    expect(rate.size).toBe(0);
  });
});
