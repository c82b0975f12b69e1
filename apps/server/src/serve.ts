import { AgentSafeError } from '@agent-safe/core';
import type { ServerSettings } from '@agent-safe/schemas';
import type { OpenOptions } from '@agent-safe/sdk';
import { allRoutes } from './app/all-routes.ts';
import { makeApp } from './app/app.ts';
import { openPolicing } from './app/policing.ts';
import { RequestObserver } from './app/request-observer.ts';
import { type Listeners, openListeners } from './listen/listeners.ts';
import { readTls, type TlsFiles, watchTls } from './listen/tls-files.ts';
import { type LogTarget, ServerLog } from './log/server-log.ts';
import { ServerMetrics } from './metrics/server-metrics.ts';
import { readServeSettings } from './project/serve-settings.ts';
import { openServedProject } from './project/served-project.ts';
import type { ServerContext } from './project/server-context.ts';
import { stampFiles } from './reload/file-stamp.ts';
import type { Reloader, ReloadResult } from './reload/reloader.ts';
import { makeFirstLink } from './sign-in/first-link.ts';
import { stopServer } from './stop-server.ts';
import { openTracer } from './traces/tracer.ts';

export interface ServeOptions extends OpenOptions {
  /** Addresses: HOST:PORT or unix:PATH. They replace `server.listen` of the settings. Port 0 takes a free one. */
  readonly listen?: readonly string[] | undefined;
  /** Replaces `server.behind_proxy` of the settings. */
  readonly behindProxy?: boolean | undefined;
  /** Takes the lines of the log, such as `process.stderr`. Default: no log. */
  readonly log?: LogTarget | undefined;
  /** Called for each unforeseen error. By default, it gets into the log, or becomes a process warning without one. */
  readonly onError?: ServerContext['onError'] | undefined;
}

/** A server that answers. */
export interface RunningServer {
  /** Base URLs of the addresses; `unix:PATH` for a socket. */
  readonly urls: readonly string[];
  /**
   * Makes a one-time link that signs an administrator in, and adds the first user to a project without users. Its owner acts as an
   * administrator: show it only to the owner of the process.
   *
   * @returns undefined behind a proxy, without an address on loopback, or if no administrator is left
   */
  signInLink(): Promise<string | undefined>;
  /** Loads the settings, policies, actions and targets again. If they have errors, the earlier ones stay in use. */
  reload(): Promise<ReloadResult>;
  /** Answers the requests that were accepted, at most for `server.shutdown_seconds`, and closes the project. */
  close(): Promise<void>;
}

/**
 * Serves the project over HTTP until it is closed.
 *
 * @throws AgentSafeError ERR_CONFIG_INVALID, ERR_CONFIG_NOT_FOUND; ERR_LISTEN_FAILED if an address cannot be used
 */
export async function serve(options: ServeOptions = {}): Promise<RunningServer> {
  const { behindProxy, listen, log: target, onError, ...openOptions } = options;
  const settings = await readServeSettings(openOptions, { listen, behindProxy });
  const { server } = settings;
  const metrics = new ServerMetrics();
  const clock = openOptions.clock ?? Date.now;
  const log = new ServerLog(target, server.log, clock, () => metrics.lostLogLines.add(1));
  const report = onError ?? ((error: unknown, path: string) => reportError(error, path, log, target !== undefined));
  const isBehindProxy = behindProxy ?? server.behind_proxy;
  const isSecure = server.tls !== undefined || isBehindProxy || server.public_url?.startsWith('https:') === true;
  const urls: string[] = [];
  const project = await openServedProject(openOptions, {
    settings,
    metrics,
    log,
    isSecure,
    firstUrl: () => urls[0] ?? '',
    onError: report,
  });
  try {
    const policing = openPolicing(server, { isBehindProxy, isSecure: server.tls !== undefined });
    const tracer = openTracer(server.traces, (count) => metrics.lostSpans.add(count));
    const app = makeApp(allRoutes, {
      ...policing,
      enter: () => project.enter(),
      observer: new RequestObserver(log, metrics),
      limits: server.limits,
      trace: tracer.trace,
      onError: report,
    });
    const tlsStamp = await stampFiles(server.tls === undefined ? [] : Object.values(server.tls));
    const listeners = await openListeners(listen ?? server.listen, {
      fetch: app.fetch,
      limits: server.limits,
      tls: server.tls && readTls(server.tls),
      metrics,
      hosts: policing.hosts,
      socketGroup: server.socket_group,
    });
    urls.push(...listeners.urls);
    const certificate = server.tls && watchCertificate(server.tls, listeners, { server, log, stamp: tlsStamp });
    log.write('info', { event: 'started', urls, policy_digest: project.digest() });
    let closing: Promise<void> | undefined;
    return {
      urls,
      async signInLink() {
        if (isBehindProxy) return undefined;
        const entered = project.enter();
        return makeFirstLink(entered.server.accounts, urls).finally(() => entered.leave());
      },
      async reload() {
        await certificate?.reload();
        return project.reload();
      },
      close: () => {
        closing ??= (async () => {
          await certificate?.close();
          await stopServer({ listeners, project, log, seconds: server.shutdown_seconds });
          await tracer.close();
          metrics.close();
        })();
        return closing;
      },
    };
  } catch (error) {
    await project.stop();
    await project.finish();
    await project.close();
    metrics.close();
    throw error;
  }
}

function watchCertificate(
  tls: NonNullable<ServerSettings['tls']>,
  listeners: Listeners,
  { log, server, stamp }: { readonly server: ServerSettings; readonly log: ServerLog; readonly stamp: string },
): Reloader {
  const onRenewed = (files: TlsFiles) => {
    listeners.renew(files);
    log.write('info', { event: 'certificate_renewed' });
  };
  const onError = (reason: string | undefined) => {
    if (reason !== undefined) log.write('error', { event: 'certificate_unusable', reason });
  };
  return watchTls(tls, server.reload_seconds, { onRenewed, onError }, stamp);
}

function reportError(error: unknown, path: string, log: ServerLog, hasLog: boolean): void {
  // Its text may quote a request, so only its place in the code is written.
  const place = error instanceof Error ? error.stack?.split('\n').find((line) => /^\s+at /.test(line)) : undefined;
  const name = error instanceof AgentSafeError ? error.code : error instanceof Error ? error.name : typeof error;
  if (hasLog) log.write('error', { event: 'unforeseen_error', path, error: name, place: place?.trim() });
  else process.emitWarning(`The server could not answer a request of ${path}.`, { cause: error } as never);
}
