import { chmodSync } from 'node:fs';
import type { Server } from 'node:http';
import { AgentSafeError } from '@agent-safe/core';
import type { OpenOptions } from '@agent-safe/sdk';
import { createAdaptorServer } from '@hono/node-server';
import { openApiKeys, recognizeKey } from './callers/api-key.ts';
import { makeApp } from './http/app.ts';
import { loadProject } from './project/load-project.ts';
import type { ServerContext } from './project/server-context.ts';
import { allRoutes } from './routes/all-routes.ts';

export interface ServeOptions extends OpenOptions {
  /** Addresses: HOST:PORT or unix:PATH. They replace `server.listen` of the settings. Port 0 takes a free one. */
  readonly listen?: readonly string[] | undefined;
  /** Called for each unforeseen error. By default, it becomes a process warning. */
  readonly onError?: ServerContext['onError'] | undefined;
}

/** A server that answers. */
export interface RunningServer {
  /** Base URLs of the addresses; `unix:PATH` for a socket. */
  readonly urls: readonly string[];
  /** Answers the requests that were accepted, and closes the project. */
  close(): Promise<void>;
}

/**
 * Serves the project over HTTP until it is closed.
 *
 * @throws AgentSafeError ERR_CONFIG_INVALID, ERR_CONFIG_NOT_FOUND; ERR_LISTEN_FAILED if an address cannot be used
 */
export async function serve({ listen, onError = warn, ...options }: ServeOptions = {}): Promise<RunningServer> {
  const project = await loadProject(options);
  const settings = project.settings.server ?? { listen: [] };
  const urls: string[] = [];
  const server: ServerContext = {
    project: () => project,
    settings,
    publicUrl: () => (settings.public_url ?? urls[0] ?? '').replace(/\/+$/, ''),
    onError,
  };
  const apiKeys = openApiKeys(project.safe);
  const credentials = {
    safe: () => project.safe,
    apiKey: (text: string) => recognizeKey(text, apiKeys),
    session: async () => undefined,
  };
  const app = makeApp(allRoutes, server, credentials);
  const listeners: Server[] = [];
  const close = async () => {
    await Promise.all(listeners.map(closeListener));
    await apiKeys.close();
    await project.safe.close();
  };
  try {
    for (const address of listen ?? settings.listen) {
      const listener = createAdaptorServer({ fetch: app.fetch, overrideGlobalObjects: false }) as Server;
      limitClients(listener);
      urls.push(await open(listener, address));
      listeners.push(listener);
    }
  } catch (error) {
    await close();
    throw error;
  }
  return { urls, close };
}

/** Limits for slow clients, in milliseconds. */
function limitClients(listener: Server): void {
  listener.headersTimeout = 10_000;
  listener.requestTimeout = 30_000;
  listener.keepAliveTimeout = 60_000;
  listener.maxHeadersCount = 100;
}

async function open(listener: Server, address: string): Promise<string> {
  const { promise, reject, resolve } = Promise.withResolvers<void>();
  listener.once('error', reject);
  const path = /^unix:(.+)$/.exec(address)?.[1];
  const [, host = '', port = ''] = /^\[?(.*?)\]?:(\d+)$/.exec(address) ?? [];
  if (path === undefined) listener.listen(Number(port), host, resolve);
  else listener.listen(path, resolve);
  try {
    await promise;
  } catch (error) {
    throw new AgentSafeError('ERR_LISTEN_FAILED', `The address cannot be used: ${address}. Choose another one.`, {
      cause: error,
    });
  }
  listener.off('error', reject);
  if (path !== undefined) {
    chmodSync(path, 0o600);
    return address;
  }
  const bound = listener.address();
  const used = typeof bound === 'object' && bound !== null ? bound.port : port;
  return `http://${host.includes(':') ? `[${host}]` : host}:${used}`;
}

async function closeListener(listener: Server): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  listener.close(() => resolve());
  listener.closeIdleConnections();
  await promise;
}

function warn(error: unknown, path: string): void {
  process.emitWarning(`The server could not answer a request of ${path}.`, { cause: error } as never);
}
