import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { KubeConfig } from '@kubernetes/client-node';
import { expect, onTestFinished, test } from 'vitest';
import { apply, asDryRun, create, get, patch, remove } from '../../src/api/request.ts';
import { RequestNotSent } from '../../src/api/transport.ts';
import { NativeTransport } from '../../src/native/native-transport.ts';

const SECRET = 'token-of-the-test';

interface Seen {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** A server on 127.0.0.1 in place of an API, and a transport to it. */
async function openTransport(answer: (seen: Seen, response: ServerResponse, attempt: number) => void) {
  const seen: Seen[] = [];
  const server: Server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { headers, method, url } = request;
      const each = { method, url, headers, body: Buffer.concat(chunks).toString() };
      seen.push(each);
      answer(each, response, seen.length);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const stop = new AbortController();
  onTestFinished(() => {
    stop.abort();
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { seen, server, port, transport: connect(`http://127.0.0.1:${port}/prefix`, stop.signal) };
}

function connect(address: string, signal: AbortSignal): NativeTransport {
  const config = new KubeConfig();
  config.loadFromClusterAndUser(
    { name: 'test', server: address, skipTLSVerify: true },
    { name: 'test', token: SECRET },
  );
  const deadline = Date.now() + 60_000;
  return new NativeTransport({ config, secrets: [SECRET], signal, deadline, clock: Date.now, outputLimit: 100 });
}

const json = (response: ServerResponse, value: unknown, status = 200) =>
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));

test.each([
  ['a read', get('/api/v1/nodes?limit=1'), 'GET', '/api/v1/nodes?limit=1', undefined],
  ['a creation', create('/api/v1/pods', {}), 'POST', '/api/v1/pods?fieldManager=agent-safe', 'application/json'],
  [
    'a dry run of a creation',
    asDryRun(create('/api/v1/pods', {})),
    'POST',
    '/api/v1/pods?dryRun=All&fieldManager=agent-safe',
    'application/json',
  ],
  [
    'a merge patch',
    patch('merge', '/api/v1/nodes/a', {}),
    'PATCH',
    '/api/v1/nodes/a?fieldManager=agent-safe',
    'application/merge-patch+json',
  ],
  [
    'a JSON patch',
    patch('json', '/api/v1/nodes/a', []),
    'PATCH',
    '/api/v1/nodes/a?fieldManager=agent-safe',
    'application/json-patch+json',
  ],
  [
    'a strategic patch',
    patch('strategic', '/api/v1/nodes/a', {}),
    'PATCH',
    '/api/v1/nodes/a?fieldManager=agent-safe',
    'application/strategic-merge-patch+json',
  ],
  [
    'an apply',
    apply('/api/v1/nodes/a', {}),
    'PATCH',
    '/api/v1/nodes/a?fieldManager=agent-safe',
    'application/apply-patch+yaml',
  ],
])('%s is sent as one HTTP request, with the credentials of the execution', async (_, request, method, path, type) => {
  const { seen, transport } = await openTransport((_request, response) => json(response, { kind: 'Pod' }));
  expect(await transport.send(request)).toEqual({ kind: 'Pod' });
  expect(seen).toMatchObject([{ method, url: `/prefix${path}`, headers: { authorization: `Bearer ${SECRET}` } }]);
  expect(seen[0]?.headers['content-type']).toBe(type);
});

test('a list whose metadata is enough is requested without the values of its objects', async () => {
  const { seen, transport } = await openTransport((_, response) => json(response, {}));
  await transport.send({ ...get('/api/v1/namespaces/a/secrets'), metadataOnly: true });
  await transport.send(get('/api/v1/namespaces/a/pods'));
  expect(seen.map(({ headers }) => headers.accept)).toEqual([
    'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1',
    'application/json',
  ]);
});

test('a dry run of a deletion says so in its body, where the API reads it', async () => {
  const { seen, transport } = await openTransport((_, response) => json(response, {}));
  await transport.send(asDryRun(remove('/api/v1/namespaces/a', 'uid-1')));
  expect(JSON.parse(seen[0]?.body ?? '')).toMatchObject({ dryRun: ['All'], preconditions: { uid: 'uid-1' } });
});

test.each([
  [
    'a status with a reason',
    404,
    { kind: 'Status', reason: 'NotFound', message: 'pods "a" not found' },
    'NotFound: pods "a" not found',
    true,
  ],
  [
    'a webhook that denies without a reason',
    400,
    { kind: 'Status', message: 'admission webhook "x" denied the request' },
    'BadRequest: admission webhook "x" denied the request',
    true,
  ],
  ['a status without a message', 403, {}, 'Forbidden: The API answered with status 403.', true],
  [
    'an internal error',
    500,
    { kind: 'Status', reason: 'InternalError', message: 'etcd' },
    'InternalError: etcd',
    false,
  ],
])('T29 %s is a refusal only if it proves that nothing changed', async (_, status, body, message, isRefusal) => {
  const { transport } = await openTransport((_request, response) => json(response, body, status));
  await expect(transport.send(create('/api/v1/pods', {}))).rejects.toMatchObject({
    name: 'ApiError',
    message,
    isRefusal,
  });
});

test('T21 an answer that quotes the credentials does not bring them into a message', async () => {
  const { transport } = await openTransport((_, response) =>
    json(response, { reason: 'Invalid', message: `bad ${SECRET}` }, 422),
  );
  const error = await transport.send(get('/api/v1/nodes')).catch(String);
  expect(error).toContain('Invalid');
  expect(error).not.toContain(SECRET);
});

test('a read is sent again after 503, and a write is not', async () => {
  const { seen, transport } = await openTransport((_, response, attempt) =>
    attempt === 1 ? json(response, {}, 503) : json(response, { kind: 'Node' }),
  );
  expect(await transport.send(get('/api/v1/nodes/a'))).toEqual({ kind: 'Node' });
  expect(seen).toHaveLength(2);
  const other = await openTransport((_, response) => json(response, {}, 503));
  await expect(other.transport.send(create('/api/v1/pods', {}))).rejects.toMatchObject({ isRefusal: false });
  expect(other.seen).toHaveLength(1);
});

test('T29 a write whose connection was lost is sent once, and may have had an effect', async () => {
  const { seen, transport } = await openTransport((_, response) => response.destroy());
  await expect(transport.send(create('/api/v1/pods', {}))).rejects.toMatchObject({
    name: 'ApiError',
    isRefusal: false,
  });
  expect(seen).toHaveLength(1);
});

const COMMAND = { namespace: 'a', pod: 'b', container: 'c', command: ['date'] };

test('T29 a command whose connection was lost before the answer may have run', async () => {
  const { server, transport } = await openTransport(() => undefined);
  let upgrades = 0;
  server.on('upgrade', (_, socket) => {
    upgrades += 1;
    socket.destroy();
  });
  expect(await transport.exec(COMMAND)).toMatchObject({
    ok: false,
    code: 'lost',
    stderr: expect.stringContaining('The connection to the API was lost') as string,
  });
  expect(upgrades).toBe(1);
});

test('a command for an API that cannot be reached was not sent', async () => {
  const { port, server } = await openTransport(() => undefined);
  await new Promise((resolve) => server.close(resolve));
  const transport = connect(`http://127.0.0.1:${port}`, new AbortController().signal);
  await expect(transport.exec(COMMAND)).rejects.toThrow(RequestNotSent);
});

test('an API that cannot be reached has received nothing', async () => {
  const { port, server } = await openTransport(() => undefined);
  await new Promise((resolve) => server.close(resolve));
  const stop = AbortSignal.timeout(400);
  await expect(connect(`http://127.0.0.1:${port}`, stop).send(create('/api/v1/pods', {}))).rejects.toThrow(
    RequestNotSent,
  );
});

test('an answer that is not JSON is an error', async () => {
  const { transport } = await openTransport((_, response) => response.end('<html>'));
  await expect(transport.send(get('/api/v1/nodes'))).rejects.toThrow('The answer cannot be read');
});

test('a log is read up to the output limit', async () => {
  const { transport } = await openTransport((_, response) => response.end('x'.repeat(1_000)));
  expect(await transport.readLog('/api/v1/namespaces/a/pods/b/log')).toEqual({
    text: 'x'.repeat(100),
    truncated: true,
  });
});

test('a watch of an object follows the only object of its list, from the version that was read', async () => {
  const { seen, transport } = await openTransport((_, response) => response.end('{"type":"MODIFIED"}\n'));
  let changes = 0;
  await transport.watch('/apis/apps/v1/namespaces/a/deployments/b', '7', new AbortController().signal, () => {
    changes += 1;
  });
  expect(changes).toBe(1);
  expect(seen[0]?.url).toBe(
    '/prefix/apis/apps/v1/namespaces/a/deployments?watch=true&resourceVersion=7&fieldSelector=metadata.name%3Db',
  );
});

test('a watch that the API refuses throws, so that the caller polls', async () => {
  const { transport } = await openTransport((_, response) => json(response, {}, 403));
  await expect(transport.watch('/api/v1/nodes/a', '7', new AbortController().signal, () => undefined)).rejects.toThrow(
    'status 403',
  );
});

test.each([301, 307, 308])(
  'T31 a redirect (%i) is not followed, so the credentials stay with the API',
  async (status) => {
    const other = await openTransport((_, response) => json(response, {}));
    const { seen, transport } = await openTransport((_, response) =>
      response.writeHead(status, { location: `http://127.0.0.1:${other.port}/elsewhere` }).end(),
    );
    await expect(transport.send(get('/api/v1/nodes'))).rejects.toMatchObject({ name: 'ApiError', isRefusal: false });
    expect(seen).toHaveLength(1);
    expect(other.seen).toEqual([]);
  },
);

test('T28 a path that would name another object is not sent', async () => {
  const { seen, transport } = await openTransport((_, response) => json(response, {}));
  await expect(transport.send(get('/api/v1/namespaces/a/pods/../../b'))).rejects.toThrow(RequestNotSent);
  expect(seen).toEqual([]);
});

test('T29 a webhook that denies without a reason and with another status is a refusal', async () => {
  const message = 'admission webhook "a.example.com" denied the request: no';
  const { transport } = await openTransport((_, response) => json(response, { kind: 'Status', message }, 500));
  await expect(transport.send(create('/api/v1/pods', {}))).rejects.toMatchObject({ isRefusal: true });
});

test('a request that gets no answer ends when the run is stopped', async () => {
  const stop = new AbortController();
  const { port, seen } = await openTransport(() => stop.abort());
  const sent = connect(`http://127.0.0.1:${port}`, stop.signal).send(create('/api/v1/pods', {}));
  await expect(sent).rejects.toMatchObject({ name: 'ApiError', isRefusal: false });
  expect(seen).toHaveLength(1);
});

test('the connections are closed at the end of the execution', async () => {
  const stop = new AbortController();
  const { port, server } = await openTransport((_, response) => json(response, {}));
  const closed = new Promise((resolve) => server.on('connection', (socket) => socket.once('close', resolve)));
  await connect(`http://127.0.0.1:${port}`, stop.signal).send(get('/api/v1/nodes'));
  stop.abort();
  await closed;
});

test('a watch that only reports errors is given up, so that the caller polls', async () => {
  const { transport } = await openTransport((_, response) => response.end('{"type":"ERROR","object":{"code":410}}\n'));
  const changes: string[] = [];
  const watched = transport.watch('/api/v1/nodes/a', '7', new AbortController().signal, () => changes.push('change'));
  await expect(watched).rejects.toThrow('The watch of /api/v1/nodes/a failed');
  expect(changes).toEqual([]);
});

test('T31 a watch that never ends is ended with the run', async () => {
  const stop = new AbortController();
  const { port } = await openTransport((_, response) => {
    response.writeHead(200);
    response.write('{"type":"MODIFIED"}\n');
  });
  const transport = connect(`http://127.0.0.1:${port}`, stop.signal);
  await transport.watch('/api/v1/nodes/a', '7', new AbortController().signal, () => stop.abort());
});
