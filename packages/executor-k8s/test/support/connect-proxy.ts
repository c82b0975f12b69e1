import { createServer, type Server as HttpServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';
import type { CertifiedKey } from './certificate.ts';

export interface ConnectProxyOptions {
  /** Port of 127.0.0.1 that each tunnel leads to. The requested name has no effect. */
  readonly port: number;
  /** Certificate of a proxy that itself uses TLS. */
  readonly certificate?: CertifiedKey;
  /** Status of the answer to a tunnel that is refused. */
  readonly refuse?: number;
}

/** An HTTP proxy on 127.0.0.1 that only opens tunnels. It records what it was asked for, and sees what passes. */
export interface ConnectProxy {
  readonly port: number;
  /** Names and ports of the tunnels. */
  readonly targets: readonly string[];
  /** The header `Proxy-Authorization` of each tunnel. */
  readonly authorizations: readonly (string | undefined)[];
  /** Returns the bytes that clients sent through the tunnels. */
  readonly seen: () => Buffer;
  /** Ends every tunnel: with a reset, like a network that fails, or with an ordinary end, like a proxy that stops. */
  readonly cut: (how: 'reset' | 'end') => void;
}

/** Opens a proxy until the end of the test. */
export async function openConnectProxy({ certificate, port, refuse }: ConnectProxyOptions): Promise<ConnectProxy> {
  const server: HttpServer = certificate === undefined ? createServer() : createTlsServer(certificate);
  const sockets = new Set<Socket>();
  const [targets, authorizations, passed]: [string[], (string | undefined)[], Buffer[]] = [[], [], []];
  const keep = (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.once('close', () => sockets.delete(socket));
  };
  server.on('connect', ({ headers, url = '' }, client) => {
    targets.push(url);
    authorizations.push(headers['proxy-authorization']);
    keep(client as Socket);
    if (refuse !== undefined) {
      client.end(`HTTP/1.1 ${refuse} No\r\n\r\n`);
      return;
    }
    const upstream = connect(port, '127.0.0.1', () => client.write('HTTP/1.1 200 OK\r\n\r\n'));
    keep(upstream);
    client.on('data', (chunk: Buffer) => passed.push(chunk));
    client.pipe(upstream).pipe(client);
    client.once('close', () => upstream.destroy());
    upstream.once('close', () => client.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const cut = (how: 'reset' | 'end') => {
    for (const socket of sockets) {
      if (how === 'reset') socket.resetAndDestroy();
      else socket.end();
    }
  };
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const address = server.address() as AddressInfo;
  return { port: address.port, targets, authorizations, seen: () => Buffer.concat(passed), cut };
}
