import { SignInLimits } from '@agent-safe/accounts';
import { AgentSafeError } from '@agent-safe/core';
import type { Settings } from '@agent-safe/registry/open';
import type { OpenOptions } from '@agent-safe/sdk';
import { openPorts } from '@agent-safe/sdk/server';
import type { ServerLog } from '../log/server-log.ts';
import { countEvents } from '../metrics/count-events.ts';
import { StoredMetrics } from '../metrics/read-metrics.ts';
import type { ServerMetrics } from '../metrics/server-metrics.ts';
import { stampFiles } from '../reload/file-stamp.ts';
import { Reloader, type ReloadResult } from '../reload/reloader.ts';
import { type Entered, Generations } from './generations.ts';
import type { ServeSettings } from './load-project.ts';
import { openGeneration } from './open-generation.ts';
import { Readiness } from './readiness.ts';
import type { Operations, ServerContext } from './server-context.ts';

/** The project of a server: its stores and log stay open while its documents are loaded again. */
export interface ServedProject {
  /** Digest of the policies that decide. */
  digest(): string;
  /** Begins a request with the documents that are loaded now. */
  enter(): Entered;
  /** Loads the documents again. */
  reload(): Promise<ReloadResult>;
  /** From now on the server is not ready, loads nothing, and ends long answers. */
  stop(): Promise<void>;
  /** Waits for requests in progress, and closes the documents. */
  finish(): Promise<void>;
  /** Closes the stores and the log. */
  close(): Promise<void>;
}

export interface ServedProjectParts extends Pick<ServerContext, 'isSecure' | 'onError'> {
  readonly settings: ServeSettings;
  readonly metrics: ServerMetrics;
  readonly log: ServerLog;
  /** The base URL of the first address. */
  readonly firstUrl: () => string;
}

/** @throws AgentSafeError with every error of the files, each with file, line and fix */
export async function openServedProject(options: OpenOptions, parts: ServedProjectParts): Promise<ServedProject> {
  const { firstUrl, isSecure, log, metrics, onError, settings: first } = parts;
  const clock = options.clock ?? Date.now;
  const elapsed = () => performance.now();
  const ports = openPorts(first, clock);
  const given = options.audit ?? ports.audit;
  const counted = given && countEvents(given, metrics, clock);
  const shared = { ...options, stores: options.stores ?? ports.stores, audit: counted?.log };
  const stored = new StoredMetrics(metrics);
  let generations: Generations;
  let reloader: Reloader | undefined;
  const project = () => generations.current.server.project();
  const readiness = new Readiness({
    safe: () => project().safe,
    files: [first.auditLog?.path, first.state].filter((file) => file !== undefined),
    appendFailure: () => counted?.failure(),
    clock,
    elapsed,
  });
  const operations: Operations = {
    checkReady: reportChanges(readiness, log, metrics),
    reloadError: () => reloader?.error,
    async readMetrics() {
      await stored.read(project().safe, elapsed());
      await operations.checkReady();
      return metrics.format();
    },
  };
  // A reload must not forget refused sign-ins.
  const signInLimits = new SignInLimits();
  let settings: Settings = first;
  const load = async () => {
    const refuse = (next: Settings) => refuseFixed(first, next);
    const opened = await openGeneration(shared, { isSecure, operations, onError, firstUrl, signInLimits }, refuse);
    settings = opened.settings;
    const { digest } = opened.generation.server.project().policySet;
    metrics.policies.clear();
    metrics.policies.set(1, digest);
    metrics.loadedAt.set(clock() / 1_000);
    return opened.generation;
  };
  const files = () => listFiles(settings);
  // Taken before the files are read, so that a change in between is noticed.
  const stamp = await stampFiles(files());
  try {
    generations = new Generations(await load());
  } catch (error) {
    await ports.close();
    throw error;
  }
  reloader = new Reloader(
    {
      files,
      seconds: first.server.reload_seconds,
      async load() {
        const next = await load();
        generations.replace(next);
        metrics.reloads.add(1, 'ok');
        log.write('info', { event: 'reloaded', policy_digest: next.server.project().policySet.digest });
        if (fixedServer(settings) === fixedServer(first)) return;
        const reason = 'Settings in "server" changed that apply after a restart only. Restart the server.';
        log.write('warn', { event: 'restart_needed', reason });
      },
      onError(reason) {
        metrics.reloadFailing.set(reason === undefined ? 0 : 1);
        if (reason === undefined) return;
        metrics.reloads.add(1, 'failed');
        const { digest } = project().policySet;
        log.write('error', { event: 'reload_failed', reason, policy_digest: digest });
      },
    },
    stamp,
  );
  const running = reloader;
  return {
    digest: () => project().policySet.digest,
    enter: () => generations.enter(),
    reload: () => running.reload(),
    async stop() {
      readiness.stop();
      generations.endLongAnswers();
      await running.close();
    },
    finish: () => generations.close(),
    close: () => ports.close(),
  };
}

/** The files and folders whose changes are loaded. */
function listFiles({ configFile, inventory, policies, registry }: Settings): readonly string[] {
  return [configFile, registry, policies, inventory].filter((file) => file !== undefined);
}

/** The settings of the server that apply after a restart only. */
function fixedServer({ server }: Settings): string {
  const loaded = { owners: null, public_url: null, issuers: null, oidc: null, slack: null };
  return JSON.stringify({ ...server, ...loaded });
}

/** Requests in progress record their decisions in the log and the state that are open. */
function refuseFixed(first: Settings, next: Settings): void {
  const changed = [
    ...(next.state === first.state ? [] : ['state']),
    ...(next.keys === first.keys ? [] : ['keys']),
    ...(JSON.stringify(next.auditLog) === JSON.stringify(first.auditLog) ? [] : ['audit_log']),
  ];
  if (changed.length === 0) return;
  const summary = `Settings changed that a running server cannot change: ${changed.join(', ')}. Restart the server.`;
  throw new AgentSafeError('ERR_CONFIG_INVALID', summary);
}

/** Writes to the log when the server becomes ready, and when it no longer is. */
function reportChanges(readiness: Readiness, log: ServerLog, metrics: ServerMetrics): Operations['checkReady'] {
  let known: string | undefined;
  return async () => {
    const problem = await readiness.check();
    metrics.ready.set(problem === undefined ? 1 : 0);
    if (problem?.code === known) return problem;
    known = problem?.code;
    if (problem === undefined) log.write('info', { event: 'ready' });
    else if (problem.code !== 'stopping') log.write('error', { event: 'not_ready', ...problem });
    return problem;
  };
}
