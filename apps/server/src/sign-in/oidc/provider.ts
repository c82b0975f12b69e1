import { AgentSafeError } from '@agent-safe/core';
import type { OidcSettings } from '@agent-safe/schemas';
import type { Configuration } from 'openid-client';

/** An OpenID provider whose discovery document was read. */
export interface Provider {
  readonly client: typeof import('openid-client');
  readonly config: Configuration;
}

/** Largest document of a provider, in bytes. */
const MOST_BYTES = 1_048_576;
/** Seconds for one request to the provider. */
const TIMEOUT = 10;
/** Milliseconds for which a failure is remembered, so that sign-ins do not flood a provider that is down. */
const RETRY_AFTER = 5_000;

const opened = new WeakMap<OidcSettings, { readonly provider: Promise<Provider>; failedAt: number | undefined }>();

/**
 * Returns the provider of the settings. The first sign-in loads the client and reads the discovery document.
 *
 * @throws AgentSafeError ERR_CONFIG_INVALID if the provider cannot be used now
 */
export function openProvider(settings: OidcSettings): Promise<Provider> {
  const known = opened.get(settings);
  const isFailed = known?.failedAt !== undefined && performance.now() - known.failedAt >= RETRY_AFTER;
  if (known !== undefined && !isFailed) return known.provider;
  const entry = { provider: discover(settings), failedAt: undefined as number | undefined };
  entry.provider.catch(() => {
    entry.failedAt = performance.now();
  });
  opened.set(settings, entry);
  return entry.provider;
}

async function discover(settings: OidcSettings): Promise<Provider> {
  const { allow_http_loopback, client_id, client_secret_env, issuer } = settings;
  const secret = client_secret_env === undefined ? undefined : process.env[client_secret_env];
  if (client_secret_env !== undefined && !secret) {
    const summary = `The environment variable is not set: ${client_secret_env}. Set it to the client secret.`;
    throw new AgentSafeError('ERR_CONFIG_INVALID', summary);
  }
  const client = await import('openid-client');
  try {
    const config = await client.discovery(
      new URL(issuer),
      client_id,
      secret === undefined ? {} : { client_secret: secret },
      secret === undefined ? client.None() : client.ClientSecretBasic(secret),
      {
        timeout: TIMEOUT,
        [client.customFetch]: (url, options) => fetchBounded(url, options as RequestInit, allow_http_loopback),
        // Without it, the client trusts the TLS connection to the provider instead of the signature.
        execute: [client.enableNonRepudiationChecks, ...(allow_http_loopback ? [client.allowInsecureRequests] : [])],
      },
    );
    return { client, config };
  } catch (cause) {
    const summary = 'The discovery document of the OpenID provider cannot be read. Check "server.oidc.issuer".';
    throw new AgentSafeError('ERR_CONFIG_INVALID', summary, { cause });
  }
}

/** Reads a document of the provider. It follows no redirect. */
async function fetchBounded(url: string, options: RequestInit, allowsHttp: boolean): Promise<Response> {
  const { hostname, protocol } = new URL(url);
  const isLocal = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/.test(hostname);
  if (protocol !== 'https:' && !(allowsHttp && isLocal)) throw new TypeError('The URL is not https.');
  const response = await fetch(url, { ...options, redirect: 'manual' });
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength;
    if (size > MOST_BYTES) throw new TypeError('The document is too large.');
    chunks.push(chunk);
  }
  const { headers, status } = response;
  return new Response(chunks.length === 0 ? null : Buffer.concat(chunks), { status, headers });
}
