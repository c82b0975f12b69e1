import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { getDocument } from './get-document.ts';

async function serve(answer: RequestListener): Promise<string> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const read = (url: string, more: Partial<Parameters<typeof getDocument>[0]> = {}) =>
  getDocument({ url, maxBytes: 1_000, timeoutMs: 2_000, allowPrivate: true, ...more });

test('a document is read, with the given headers', async () => {
  const url = await serve((request, response) => response.end(`${request.method} ${request.headers.authorization}`));
  expect(await read(url, { headers: { authorization: 'Bearer x' } })).toBe('GET Bearer x');
});

test.each([
  ['http://127.0.0.1:1/', 'the address is private'],
  ['https://10.0.0.1/jwks', 'the address is private'],
  ['https://169.254.169.254/latest', 'the address is private'],
  ['https://[::ffff:10.0.0.1]/', 'the address is private'],
  ['https://0x7f000001/', 'the address is private'],
  ['http://example.com/', 'plain http is allowed only on a loopback address'],
  ['http://10.0.0.1/', 'plain http is allowed only on a loopback address'],
  ['https://user:pw@example.com/', 'must not contain a user or password'],
  ['file:///etc/passwd', 'must start with https://'],
  ['jwks.json', 'the URL is malformed'],
])('T26 %s is refused before a connection: %s', async (url, why) => {
  await expect(read(url, { allowPrivate: false })).rejects.toThrow(why);
});

test('T26 plain http beyond loopback is refused even if private addresses are allowed', async () => {
  await expect(read('http://10.0.0.1/')).rejects.toThrow('plain http');
});

test('T26 a name that resolves to a private address is refused, and gets no header', async () => {
  let asked = 0;
  const server = await serve((_, response) => {
    asked += 1;
    response.end();
  });
  const url = new URL(server);
  url.hostname = 'localhost';
  await expect(read(url.href, { allowPrivate: false })).rejects.toThrow('no response (ERR_PRIVATE_ADDRESS)');
  expect(asked).toBe(0);
});

test('a redirect is not followed, and other answers are refused', async () => {
  let asked = 0;
  const url = await serve((request, response) => {
    asked += 1;
    response.writeHead(request.url === '/' ? 302 : Number(request.url?.slice(1)), { location: '/200' }).end('{}');
  });
  await expect(read(url)).rejects.toThrow('the server answered 302');
  await expect(read(`${url}/404`)).rejects.toThrow('the server answered 404');
  expect(asked).toBe(2);
});

test('a long document, a slow server and a cut answer are refused', async () => {
  const long = await serve((_, response) => response.end('x'.repeat(1_001)));
  await expect(read(long)).rejects.toThrow('longer than 1000 bytes');
  const slow = await serve((_, response) => void response.write('x'));
  await expect(read(slow, { timeoutMs: 50 })).rejects.toThrow('no complete response within 50 ms');
  const cut = await serve((_, response) => {
    response.writeHead(200, { 'content-length': '100' });
    response.write('x', () => response.destroy());
  });
  await expect(read(cut)).rejects.toThrow(/no response|closed before/);
});
