import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { KubeConfig } from '@kubernetes/client-node';
import { expect, onTestFinished, test } from 'vitest';
import { WebSocketServer } from 'ws';
import { execInPod } from '../../src/native/streams.ts';

/** Runs a command against an API on 127.0.0.1 that answers with these messages. */
async function execWith(...messages: readonly Buffer[]) {
  const server = createServer();
  const sockets = new WebSocketServer({ server, handleProtocols: () => 'v5.channel.k8s.io' });
  sockets.on('connection', (socket) => {
    for (const message of messages) socket.send(message);
    socket.close();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    sockets.close();
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  const config = new KubeConfig();
  const cluster = { name: 'test', server: `http://127.0.0.1:${port}`, skipTLSVerify: true };
  config.loadFromClusterAndUser(cluster, { name: 'test', token: 'token-of-the-test' });
  const request = { namespace: 'a', pod: 'b', container: 'c', command: ['true'] };
  return execInPod(request, { config, signal: new AbortController().signal, outputLimit: 100 });
}

const frame = (stream: number, text: string) => Buffer.concat([Buffer.from([stream]), Buffer.from(text)]);
const SUCCESS = frame(3, '{"status":"Success"}');

test('the output and the exit code of a command are read', async () => {
  const failed = {
    status: 'Failure',
    reason: 'NonZeroExitCode',
    details: { causes: [{ reason: 'ExitCode', message: '3' }] },
  };
  expect(await execWith(frame(1, 'out'), frame(2, 'err'), SUCCESS)).toEqual({
    ok: true,
    exitCode: 0,
    stdout: 'out',
    stderr: 'err',
    truncated: false,
  });
  expect(await execWith(frame(3, JSON.stringify(failed)))).toMatchObject({ ok: true, exitCode: 3 });
});

test.each([
  ['a status that is not JSON', frame(3, '{')],
  ['an unknown stream', frame(9, 'x')],
  ['an empty message', Buffer.alloc(0)],
  ['a close message without a stream', Buffer.from([255])],
])('T29 %s ends the connection, and not the process: the command may have run', async (_, message) => {
  expect(await execWith(frame(1, 'out'), message, SUCCESS)).toMatchObject({ ok: false, code: 'lost', stdout: 'out' });
});

test('T29 a message cannot close the standard output of this process', async () => {
  expect(await execWith(Buffer.from([255, 1]), SUCCESS)).toMatchObject({ ok: true, exitCode: 0 });
  expect(process.stdout.writableEnded).toBe(false);
});

test('T29 a status whose causes are no list has no exit code', async () => {
  const status = { status: 'Failure', reason: 'NonZeroExitCode', details: { causes: 'none' } };
  expect(await execWith(frame(3, JSON.stringify(status)))).toMatchObject({ ok: false, code: 'lost' });
});
