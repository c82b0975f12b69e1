import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ApiKeys } from '@agent-safe/accounts';
import type { ApiKeyScope } from '@agent-safe/core';
import { AgentSafe, openProjectServices } from '@agent-safe/sdk';
import { makeFolder } from '@agent-safe/testkit/folders';
import { onTestFinished } from 'vitest';
import { type RunningServer, type ServeOptions, serve } from '../../src/serve.ts';
import { type Answers, writeProject } from './project.ts';

/** A server with a socket, and its project. */
export interface TestServer {
  readonly folder: string;
  readonly server: RunningServer;
  readonly url: string;
  /** The lines of its log so far. */
  readonly log: () => readonly Readonly<Record<string, unknown>>[];
  /** Waits for a line with this event. */
  readonly untilLogged: (event: string) => Promise<Readonly<Record<string, unknown>>>;
  readonly token: (agent: string) => Promise<string>;
  /** Replaces a file of the project at once. */
  readonly write: (file: string, text: string) => void;
  /** The text of the audit log. */
  readonly audit: () => string;
}

export interface TestServerOptions {
  readonly answers?: Answers | undefined;
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly server?: Readonly<Record<string, unknown>>;
  readonly options?: ServeOptions;
  /** Called before the server starts. */
  readonly prepare?: (folder: string) => void;
}

/** Starts a server in this process. It is closed when the test ends. */
export async function startServer(given: TestServerOptions = {}): Promise<TestServer> {
  const folder = makeFolder();
  const { answers, options, prepare, server: own, settings } = given;
  const config = writeProject(folder, answers, {
    ...settings,
    server: { listen: ['127.0.0.1:0'], log: 'debug', ...own },
  });
  prepare?.(folder);
  const lines: Readonly<Record<string, unknown>>[] = [];
  const waiting = new Set<() => void>();
  const log = {
    writableLength: 0,
    write(text: string) {
      lines.push(
        ...text
          .trimEnd()
          .split('\n')
          .map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>),
      );
      for (const look of waiting) look();
      return true;
    },
  };
  const server = await serve({ config, log, ...options });
  onTestFinished(() => server.close());
  const untilLogged = async (event: string) => {
    const { promise, resolve } = Promise.withResolvers<Readonly<Record<string, unknown>>>();
    const look = () => {
      const found = lines.findLast((line) => line.event === event);
      if (found !== undefined) resolve(found);
    };
    waiting.add(look);
    look();
    try {
      return await promise;
    } finally {
      waiting.delete(look);
    }
  };
  return {
    folder,
    server,
    url: server.urls[0] ?? '',
    log: () => lines,
    untilLogged,
    async token(agent_id) {
      const safe = await AgentSafe.open({ config });
      try {
        return await safe.tokens.issue({ agent_id });
      } finally {
        await safe.close();
      }
    },
    write(file, text) {
      writeFileSync(join(folder, `.${file}.new`), text);
      renameSync(join(folder, `.${file}.new`), join(folder, file));
    },
    audit: () => readFileSync(join(folder, 'audit.jsonl'), 'utf8'),
  };
}

/** Asks for a decision. */
export function check(
  url: string,
  token: string,
  body: object,
  headers: Readonly<Record<string, string>> = {},
): Promise<Response> {
  return fetch(`${url}/api/v1/check`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
}

/** Reads the body of an answer. */
// biome-ignore lint/suspicious/noExplicitAny: tests read the members of any answer.
export function readJson(response: Response): Promise<any> {
  return response.json();
}

/** Creates an API key, as the command line does. */
export async function createKey(folder: string, scopes: readonly ApiKeyScope[]): Promise<string> {
  const services = await openProjectServices({ config: join(folder, 'agent-safe.yaml') });
  try {
    if (services.accounts === undefined) throw new Error('The project has no accounts.');
    const keys = new ApiKeys(services.accounts);
    const created = await keys.create({ name: 'test', scopes });
    await keys.close();
    if (!created.ok) throw new Error(created.reason);
    return created.secret;
  } finally {
    await services.close();
  }
}
