import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ApiKeys } from '@agent-safe/accounts';
import type { ApiKeyScope } from '@agent-safe/core';
import { generateKeys } from '@agent-safe/registry';
import { AgentSafe } from '@agent-safe/sdk';
import { servicesOf } from '@agent-safe/sdk/server';
import { shareFolder } from '@agent-safe/testkit/folders';
import { afterAll, beforeAll } from 'vitest';
import { serve } from '../../../src/index.ts';

const EXAMPLE = join(import.meta.dirname, '../../../../../examples/authzen');

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: tests read the members of any answer.
  readonly body: any;
}

/** A server over HTTP, and the same project opened beside it. */
export interface Serving {
  readonly base: string;
  readonly folder: string;
  readonly safe: AgentSafe;
  /** The clock of the server. */
  readonly time: { now: number };
  /** An API key with all scopes of AuthZEN. */
  readonly key: string;
  readonly createKey: (name: string, scopes: readonly ApiKeyScope[]) => Promise<string>;
  /** Sends JSON, or a text as it is. */
  readonly post: (path: string, body: unknown, more?: Sending) => Promise<Answer>;
  readonly get: (path: string, more?: Sending) => Promise<Answer>;
}

export interface Sending {
  readonly token?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * Starts one server for all tests of a file. Call it outside a test.
 *
 * @param write adds the documents of the project to a folder. Default: those of examples/authzen
 */
export function shareServing(write: (folder: string) => void = copyExample): () => Serving {
  const shared = shareFolder();
  let serving: (Serving & { readonly close: () => Promise<void> }) | undefined;
  beforeAll(async () => {
    serving = await start(shared(), write);
  });
  afterAll(() => serving?.close());
  return () => {
    if (serving === undefined) throw new Error('The server has not started yet.');
    return serving;
  };
}

export function copyExample(folder: string): void {
  cpSync(EXAMPLE, folder, { recursive: true });
  complete(folder, '');
}

/** Adds keys, log, state and server to the settings of a project. */
export function complete(folder: string, settings: string): void {
  const own = 'keys: ./keys.json\nstate: ./state.db\naudit_log: ./audit.jsonl\nserver: {}\n';
  writeFileSync(join(folder, 'keys.json'), generateKeys(), { mode: 0o600 });
  writeFileSync(join(folder, 'agent-safe.yaml'), `${settings}${own}`, { flag: 'a' });
}

async function start(folder: string, write: (folder: string) => void) {
  write(folder);
  const time = { now: Date.now() };
  const clock = () => time.now;
  const config = join(folder, 'agent-safe.yaml');
  const server = await serve({ config, clock, listen: ['127.0.0.1:0'] });
  const safe = await AgentSafe.open({ config, clock });
  const keys = new ApiKeys(servicesOf(safe).accounts ?? raise());
  const createKey = async (name: string, scopes: readonly ApiKeyScope[]) => {
    const created = await keys.create({ name, scopes });
    return created.ok ? created.secret : raise(created.reason);
  };
  const [base = ''] = server.urls;
  const key = await createKey('gateway', ['evaluate', 'search', 'requests']);
  const send = async (path: string, init: RequestInit, { headers = {}, token = key }: Sending) => {
    const all = { 'content-type': 'application/json', authorization: `Bearer ${token}`, ...headers };
    const answer = await fetch(base + path, { ...init, headers: all });
    const text = await answer.text();
    return { status: answer.status, headers: answer.headers, body: text === '' ? undefined : JSON.parse(text) };
  };
  return {
    base,
    folder,
    safe,
    time,
    key,
    createKey,
    post: (path: string, body: unknown, more: Sending = {}) =>
      send(path, { method: 'POST', body: typeof body === 'string' ? body : JSON.stringify(body) }, more),
    get: (path: string, more: Sending = {}) => send(path, { method: 'GET' }, more),
    async close() {
      await keys.close();
      await safe.close();
      await server.close();
    },
  };
}

function raise(reason = 'The project has no accounts.'): never {
  throw new Error(reason);
}

export const EVALUATION = '/access/v1/evaluation';
export const EVALUATIONS = '/access/v1/evaluations';

export function user(id: string, properties?: object) {
  return { type: 'user', id, ...(properties === undefined ? {} : { properties }) };
}

export function record(id: string, properties?: object) {
  return { type: 'record', id, ...(properties === undefined ? {} : { properties }) };
}

export function action(name: string, properties?: object) {
  return { name, ...(properties === undefined ? {} : { properties }) };
}
