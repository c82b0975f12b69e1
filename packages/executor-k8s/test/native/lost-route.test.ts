import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { KubeConfig } from '@kubernetes/client-node';
import { expect, onTestFinished, test } from 'vitest';
import { NativeTransport } from '../../src/native/native-transport.ts';

test('T27 a command whose connection lost its route may have been started', async () => {
  const sockets: Socket[] = [];
  const listen = (message: unknown) => void sockets.push((message as { readonly socket: Socket }).socket);
  subscribe('net.client.socket', listen);
  onTestFinished(() => void unsubscribe('net.client.socket', listen));
  const server = createServer();
  // The error of Linux for a connection that was made, when a router reports that its destination cannot be reached.
  const lost = Object.assign(new Error('read EHOSTUNREACH'), { code: 'EHOSTUNREACH', syscall: 'read' });
  server.on('upgrade', () => sockets.at(-1)?.destroy(lost));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const stop = new AbortController();
  onTestFinished(() => {
    stop.abort();
    server.closeAllConnections();
    server.close();
  });
  const config = new KubeConfig();
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  config.loadFromClusterAndUser({ name: 'test', server: address, skipTLSVerify: true }, { name: 'test', token: 't' });
  const limits = { signal: stop.signal, deadline: Date.now() + 10_000, clock: Date.now, outputLimit: 100 };
  const transport = new NativeTransport({ config, secrets: [], ...limits });
  const command = { namespace: 'a', pod: 'b', container: 'c', command: ['date'] };
  expect(await transport.exec(command)).toMatchObject({ ok: false, code: 'lost' });
});
