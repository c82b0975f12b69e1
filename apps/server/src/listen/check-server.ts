import type { Diagnostic } from '@agent-safe/core';
import type { TriedConfig } from '@agent-safe/registry';
import type { ServerSettings } from '@agent-safe/schemas';
import { isLocal, readAddress } from './address.ts';
import { Networks } from './client-address.ts';
import { findGroup } from './socket-file.ts';
import { readTls } from './tls-files.ts';

/** Options of the command line, which replace settings. */
export interface ServerOverrides {
  readonly listen?: readonly string[] | undefined;
  readonly behindProxy?: boolean | undefined;
}

type Place = TriedConfig['place'];
type Path = readonly (string | number)[];

/** Returns every mistake in the settings of the server that a schema cannot find. */
export function checkServer(
  { config, place }: Pick<TriedConfig, 'config' | 'place'>,
  overrides: ServerOverrides = {},
): readonly Diagnostic[] {
  if (config === undefined) return [];
  const { server } = config;
  const at = (path: Path) => place(['server', ...path]);
  return [
    ...checkListen(server, overrides, at),
    ...checkTls(server, at),
    ...checkNetworks(server, at),
    ...checkGroup(server, at),
    ...checkPublicUrl(server, at),
    ...checkVariables(server, at),
  ];
}

function error(code: string, message: string, fix: string, where: ReturnType<Place> | object = {}): Diagnostic {
  return { severity: 'error', code, message, fix, ...where };
}

function checkListen(
  server: ServerSettings,
  { behindProxy, listen }: ServerOverrides,
  at: Place,
): readonly Diagnostic[] {
  const isProtected = server.tls !== undefined || (behindProxy ?? server.behind_proxy);
  return (listen ?? server.listen).flatMap((text, index) => {
    const where = listen === undefined ? at(['listen', index]) : {};
    const address = readAddress(text);
    if (address === undefined) {
      const message = `The address is not valid: ${JSON.stringify(text)}.`;
      return [error('listen_invalid', message, 'Write HOST:PORT or unix:PATH.', where)];
    }
    if (isProtected || isLocal(address)) return [];
    const message = `Other machines can reach ${JSON.stringify(text)}, and would send credentials without encryption.`;
    const fix = 'Set "server.tls", set "server.behind_proxy: true" if a proxy ends TLS, or listen on 127.0.0.1.';
    return [error('listen_unprotected', message, fix, where)];
  });
}

function checkTls({ tls }: ServerSettings, at: Place): readonly Diagnostic[] {
  if (tls === undefined) return [];
  try {
    readTls(tls);
    return [];
  } catch (cause) {
    // The text of an error of OpenSSL does not quote the key.
    const why = cause instanceof Error ? cause.message : String(cause);
    const fix = 'Give a certificate and its key, in PEM, that this user can read.';
    return [error('tls_unusable', `The certificate or its key cannot be used: ${why}.`, fix, at(['tls']))];
  }
}

function checkNetworks({ trusted_proxies }: ServerSettings, at: Place): readonly Diagnostic[] {
  return trusted_proxies.flatMap((network, index) => {
    try {
      new Networks([network]);
      return [];
    } catch {
      const message = `The network is not valid: ${JSON.stringify(network)}.`;
      return [error('network_invalid', message, 'Write it as 10.0.0.0/8 or fd00::/8.', at(['trusted_proxies', index]))];
    }
  });
}

function checkGroup({ socket_group }: ServerSettings, at: Place): readonly Diagnostic[] {
  if (socket_group === undefined || findGroup(socket_group) !== undefined) return [];
  const message = `This machine has no group ${JSON.stringify(socket_group)}.`;
  return [error('group_unknown', message, 'Create the group, or correct "socket_group".', at(['socket_group']))];
}

/** A public URL without TLS would send cookies and tokens in the clear. */
function checkPublicUrl({ public_url }: ServerSettings, at: Place): readonly Diagnostic[] {
  if (public_url === undefined) return [];
  const { hash, hostname, password, protocol, search, username } = new URL(public_url);
  if (`${hash}${password}${search}${username}` !== '') {
    const message = '"public_url" has more than a host, a port and a path.';
    return [error('public_url_invalid', message, 'Write it as https://agent-safe.example.', at(['public_url']))];
  }
  const host = hostname.replace(/^\[|\]$/g, '');
  if (protocol === 'https:' || isLocal({ kind: 'tcp', text: '', host, port: 0 })) return [];
  const message = '"public_url" begins with http, so links to it send credentials without encryption.';
  return [{ ...error('public_url_unprotected', message, 'Use https.', at(['public_url'])), severity: 'warning' }];
}

function checkVariables({ oidc, slack, traces }: ServerSettings, at: Place): readonly Diagnostic[] {
  const named = [
    { path: ['traces', 'headers_env'], name: traces?.headers_env, fix: 'Set it, or remove "headers_env".' },
    { path: ['oidc', 'client_secret_env'], name: oidc?.client_secret_env, fix: 'Set it to the client secret.' },
    { path: ['slack', 'signing_secret_env'], name: slack?.signing_secret_env, fix: 'Set it to the signing secret.' },
  ];
  return named.flatMap(({ fix, name, path }) => {
    if (name === undefined || process.env[name]) return [];
    return [error('variable_unset', `The environment variable is not set: ${name}.`, fix, at(path))];
  });
}
