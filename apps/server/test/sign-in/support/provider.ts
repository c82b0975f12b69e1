import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import Provider from 'oidc-provider';
import { onTestFinished } from 'vitest';

/** A person at the provider. */
export interface Person {
  readonly sub: string;
  readonly [claim: string]: unknown;
}

/** A real OpenID provider in this process. Its interaction signs in the person that the test names. */
export async function startProvider() {
  let provider: Provider | undefined;
  let person: Person = { sub: 'nobody' };
  const http = createServer((request, response) => {
    if (provider === undefined) response.writeHead(503).end();
    else if (request.url?.startsWith('/interaction/') === true)
      void provider.interactionFinished(request, response, { login: { accountId: person.sub } });
    else void provider.callback()(request, response);
  }).listen(0, '127.0.0.1');
  await once(http, 'listening');
  onTestFinished(() => void http.close());
  const issuer = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
  return {
    issuer,
    as(next: Person) {
      person = next;
    },
    /** Registers the server at the provider. */
    open(url: string, clientId = 'agent-safe') {
      provider = new Provider(issuer, {
        clients: [
          {
            client_id: clientId,
            client_secret: 'client-secret',
            redirect_uris: [`${url}/api/v1/session/oidc/callback`],
            grant_types: ['authorization_code'],
            response_types: ['code'],
          },
        ],
        pkce: { required: () => true },
        cookies: { keys: ['test'] },
        claims: { openid: ['sub'], profile: ['name', 'groups', 'email', 'email_verified', '_claim_names'] },
        conformIdTokenClaims: false,
        features: { devInteractions: { enabled: false } },
        interactions: { url: (_, { uid }) => `/interaction/${uid}` },
        findAccount: (_, accountId) => ({ accountId, claims: async () => ({ ...person, sub: accountId }) }),
        async loadExistingGrant({ oidc }) {
          const { client, session } = oidc;
          if (client === undefined || session?.accountId === undefined || provider === undefined) return undefined;
          const grant = new provider.Grant({ accountId: session.accountId, clientId: client.clientId });
          grant.addOIDCScope('openid profile');
          await grant.save();
          return grant;
        },
      });
    },
  };
}

/** A browser that keeps cookies by origin, and follows redirects only when it is told to. */
export class CookieJar {
  readonly #cookies = new Map<string, Map<string, string>>();

  async get(url: string): Promise<Response> {
    const { origin } = new URL(url);
    const own = this.#cookies.get(origin) ?? new Map<string, string>();
    this.#cookies.set(origin, own);
    const cookie = [...own].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(url, { redirect: 'manual', headers: cookie === '' ? {} : { cookie } });
    for (const line of response.headers.getSetCookie()) {
      const [pair = ''] = line.split(';');
      const at = pair.indexOf('=');
      if (/max-age=0|expires=thu, 01 jan 1970/i.test(line)) own.delete(pair.slice(0, at));
      else own.set(pair.slice(0, at), pair.slice(at + 1));
    }
    return response;
  }

  /** Follows redirects until a URL begins with a text. @returns that URL */
  async follow(url: string, end: string): Promise<string> {
    for (let next = url, count = 0; count < 12; count++) {
      const response = await this.get(next);
      const location = response.headers.get('location');
      if (location === null) throw new Error(`${response.status} ${await response.text()}`);
      next = new URL(location, next).href;
      if (next.startsWith(end)) return next;
    }
    throw new Error('Too many redirects.');
  }

  cookie(url: string): string {
    return [...(this.#cookies.get(new URL(url).origin) ?? [])].map(([name, value]) => `${name}=${value}`).join('; ');
  }
}
