import { join } from 'node:path';
import { openAccounts, type UserRequest } from '@agent-safe/accounts';
import { openProjectServices } from '@agent-safe/sdk';
import { readJson } from '../../support/running.ts';

export const PASSWORD = 'correct horse battery staple';

/** Adds users to a project, as the command line does. */
export async function addUsers(folder: string, users: readonly UserRequest[]): Promise<void> {
  await withAccounts(folder, async (accounts) => {
    for (const user of users) {
      const created = await accounts.users.create(user);
      if (!created.ok) throw new Error(created.reason);
    }
  });
}

/** Opens the accounts of a project in another process, as the command line does. */
export async function withAccounts<Result>(
  folder: string,
  work: (accounts: ReturnType<typeof openAccounts>) => Promise<Result>,
  clock: () => number = Date.now,
): Promise<Result> {
  const services = await openProjectServices({ config: join(folder, 'agent-safe.yaml'), clock });
  try {
    if (services.accounts === undefined) throw new Error('The project has no accounts.');
    const accounts = openAccounts(services.accounts);
    const result = await work(accounts);
    await accounts.close();
    return result;
  } finally {
    await services.close();
  }
}

/** A browser with one session. */
export interface Browser {
  readonly cookie: string;
  readonly csrf: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests read the members of any answer.
  readonly session: any;
  /** Sends a request as a page of the server does. */
  readonly send: (method: string, path: string, body?: unknown, headers?: object) => Promise<Response>;
}

/** Signs in with a link, which takes less time than a password. */
export async function signIn(
  { folder, url }: { readonly folder: string; readonly url: string },
  user: string,
  clock?: () => number,
): Promise<Browser> {
  const link = await withAccounts(folder, (accounts) => accounts.signIn.createLink(user), clock);
  if (!link.ok) throw new Error(link.reason);
  const response = await post(`${url}/api/v1/session/link`, { link: link.secret });
  if (response.status !== 201) throw new Error(`${response.status} ${await response.text()}`);
  return openBrowser(url, cookieOf(response), await readJson(response));
}

export function openBrowser(url: string, cookie: string, session: { readonly csrf_token: string }): Browser {
  const csrf = session.csrf_token;
  return {
    cookie,
    csrf,
    session,
    send: (method, path, body, headers = {}) =>
      fetch(`${url}${path}`, {
        method,
        headers: {
          cookie,
          'x-csrf-token': csrf,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
  };
}

/** Returns the pair of the cookie that a response sets. */
export function cookieOf(response: Response): string {
  return response.headers.getSetCookie()[0]?.split(';')[0] ?? '';
}

export function post(url: string, body: unknown, headers: object = {}): Promise<Response> {
  return fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
}
