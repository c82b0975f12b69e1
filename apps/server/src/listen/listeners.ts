import { AgentSafeError, describeCause } from '@agent-safe/core';
import { joinHost, type ListenAddress, readAddress } from './address.ts';
import { Listener, type ListenerOptions } from './listener.ts';
import { removeStaleSocket, restrictSocket } from './socket-file.ts';
import type { TlsFiles } from './tls-files.ts';

/** The addresses of a server, open together. */
export interface Listeners {
  /** Base URLs of the addresses; `unix:PATH` for a socket. */
  readonly urls: readonly string[];
  renew(tls: TlsFiles): void;
  /** Accepts no more requests, and resolves when the accepted ones are answered. */
  close(): Promise<void>;
  /** Closes all connections. */
  abort(): void;
}

/**
 * Opens all addresses, or none.
 *
 * @throws AgentSafeError ERR_LISTEN_FAILED
 */
export async function openListeners(
  addresses: readonly string[],
  options: ListenerOptions & { readonly socketGroup: string | number | undefined },
): Promise<Listeners> {
  const open: Listener[] = [];
  const urls: string[] = [];
  const close = async () => void (await Promise.all(open.map((listener) => listener.close())));
  try {
    for (const text of addresses) {
      const address = readAddress(text);
      if (address === undefined)
        throw new AgentSafeError(
          'ERR_LISTEN_FAILED',
          `The address is not valid: ${text}. Write HOST:PORT or unix:PATH.`,
        );
      const listener = new Listener(address, options);
      await openListener(listener, address, options.socketGroup);
      open.push(listener);
      urls.push(toUrl(address, listener.port, options.tls !== undefined));
    }
  } catch (error) {
    await close();
    throw error;
  }
  return {
    urls,
    renew: (tls) => {
      for (const listener of open) listener.renew(tls);
    },
    close,
    abort: () => {
      for (const listener of open) listener.abort();
    },
  };
}

async function openListener(
  listener: Listener,
  address: ListenAddress,
  socketGroup: string | number | undefined,
): Promise<void> {
  if (address.kind === 'unix') await removeStaleSocket(address.path);
  try {
    await listener.open();
  } catch (error) {
    const summary = `The address cannot be used: ${address.text} (${describeCause(error)}). Choose another one.`;
    throw new AgentSafeError('ERR_LISTEN_FAILED', summary, { cause: error });
  }
  if (address.kind === 'tcp') return;
  try {
    restrictSocket(address.path, socketGroup);
  } catch (error) {
    await listener.close();
    throw error;
  }
}

function toUrl(address: ListenAddress, port: number | undefined, isSecure: boolean): string {
  if (address.kind === 'unix') return address.text;
  return `${isSecure ? 'https' : 'http'}://${joinHost(address.host, port ?? address.port)}`;
}
